using Thimble.Layers;
using Thimble.Training;

namespace Thimble.Lab.Tests;

public class ExperimentWriterTests
{
    public static TheoryData<string> BuiltIn => [.. ExperimentCatalogue.Names];

    public static TheoryData<string> Recipes =>
    [
        "{sgd: {learning_rate: 0.05, momentum: 0.9, nesterov: true, weight_decay: 0.0005, decay_biases: false, decay_normalization: false}}\n  schedule: constant",
        "{adam: {learning_rate: 1e-3, beta1: 0.8, beta2: 0.99, eps: 1e-7}}\n  schedule: {step_lr: {step_size: 6, gamma: 0.3}}",
        "{adamw: {learning_rate: 0.001}}\n  schedule: {multi_step_lr: {milestones: [5, 8], gamma: 0.2}}\n  weight_average: 0.99",
        "{sgd: {learning_rate: 3}}\n  schedule: one_cycle_lr\n  label_smoothing: 0.1",
        "{sgd: {learning_rate: 3}}\n  schedule: {one_cycle_lr: {pct_start: 0.2, div_factor: 5, final_div_factor: 100, cycle_momentum: false, base_momentum: 0.7, max_momentum: 0.8}}",
        "{sgd: {learning_rate: 3}}\n  schedule: {linear: {warmup_epochs: 0.5, final_rate: 0.001}}\n  augmentation: {rotation_degrees: 7, shift_pixels: 1.5, scale: 0.05, shear_degrees: 3, final_share: 0.25}",
        "{sgd: {learning_rate: 3}}\n  augmentation: {horizontal_flip: true, crop_border: 4, brightness: 0.2, contrast: 0.3, saturation: 0.4, cutout: 8, mixup: 0.2, cutmix: 1}",
        "{sgd: {learning_rate: 3}}\n  schedule: {cosine: {warmup_epochs: 1, minimum_rate: 1e-5}}\n  seed: 18446744073709551615\n  batch_size: 7",
    ];

    [Theory]
    [MemberData(nameof(BuiltIn))]
    public void A_built_in_experiment_comes_back_equal(string name) => AssertComesBack(ExperimentCatalogue.Load(name));

    [Theory]
    [MemberData(nameof(Recipes))]
    public void Every_optimizer_and_schedule_comes_back_equal(string optimizer) => AssertComesBack(
        Experiments.Read(Experiments.Small.Replace("{sgd: {learning_rate: 0.1}}", optimizer, StringComparison.Ordinal)));

    [Fact]
    public void Every_layer_and_option_comes_back_equal()
    {
        Experiment experiment = Experiments.Read(
            """
            name: every-layer_1.0
            target: "quotes \" and: colons # and hashes"
            explanation: |
              first line

                indented: [line]
              last line
            data: {name: files, train_images: 100, test_images: 50, validation: {images: 40, seed: 3}, normalization: {mean: 0.13, standard_deviation: 0.31}, preparation: digit}
            input: [2, 28, 28]
            network:
              - conv2d: {out: 4, kernel: 5, stride: 2, padding: 2, groups: 2, bias: false}
              - relu:
              - batch_norm2d: {eps: 1e-3, momentum: 0.2}
              - dropout: {p: 0.25}
              - residual:
                  - conv2d: {out: 4, kernel: 3, padding: 1, share: inner}
                  - residual: [batch_norm2d, relu]
                  - dropout2d: 0.125
              - max_pool2d: {kernel: 3, stride: 2, padding: 1}
              - avg_pool2d: {kernel: 2, stride: 1}
              - dropout2d
              - dropout
              - adaptive_avg_pool2d: 1
              - flatten
              - linear: {out: 12, bias: false}
              - relu
              - linear: {out: 12, share: pair-1}
              - linear: {out: 12, share: pair-1}
              - linear: {out: 12, bias: false, share: pair_2}
              - linear: 10
            recipe:
              epochs: 1
              optimizer: {sgd: {learning_rate: 0.1}}
            budget: {accuracy: 0.12345678, parameters_below: 5, epochs: 3}
            reference: {source: "a: book", parameters: 7, best_test_accuracy: 99.49%}
            """);

        Assert.Equal(
            [
                new Conv2d(4, 5, 2, 2, 2, bias: false), new ReLU(), new BatchNorm2d(1e-3f, 0.2f), new Dropout(0.25f),
                new Residual(new Conv2d(4, 3, padding: 1, share: "inner"), new Residual(new BatchNorm2d(), new ReLU()), new Dropout2d(0.125f)),
                new MaxPool2d(3, 2, 1), new AvgPool2d(2, 1), new Dropout2d(0.5f), new Dropout(0.5f), new AdaptiveAvgPool2d(),
                new Flatten(), new Linear(12, bias: false), new ReLU(), new Linear(12, share: "pair-1"), new Linear(12, share: "pair-1"),
                new Linear(12, bias: false, share: "pair_2"), new Linear(10),
            ],
            experiment.Network.Layers.Select(layer => layer.Layer));
        Assert.Equal(new ExperimentData("files", 100, 50, new Normalization(0.13f, 0.31f), new ValidationSplit(40, 3), PicturePreparation.Digit), experiment.Data);
        Assert.Equal(new ReferenceFigures("a: book", Parameters: 7, BestTestAccuracy: 0.9949), experiment.Reference);
        Assert.Equal("first line\n\n  indented: [line]\nlast line", experiment.Explanation);
        AssertComesBack(experiment);
    }

    [Theory]
    [InlineData("{ram: 2500}", 2_500, null, null)]
    [InlineData("{ram: 2.5 kB, flash: 12kB, multiply_adds: 250000}", 2_500, 12_000, 250_000)]
    [InlineData("{ram: 2 KiB, flash: 1 MiB}", 2_048, 1_048_576, null)]
    [InlineData("{flash: 1.5 MB}", null, 1_500_000, null)]
    public void Bounds_of_a_device_come_back_equal(string budget, int? ram, int? flash, int? multiplyAdds)
    {
        Experiment experiment = Experiments.Read($"{Experiments.Small}\nbudget: {budget}");

        Assert.Equal(new Budget(Ram: ram, Flash: flash, MultiplyAdds: multiplyAdds), experiment.Budget);
        AssertComesBack(experiment);
    }

    [Fact]
    public void Keys_layers_and_settings_of_the_recipe_have_a_line_each() => Assert.Equal(
        """
        name: readable
        target: "99%: \"almost\" # all"
        explanation: |-
          first line

            indented: [line]
        data: {name: files, train_images: 100, normalization: {mean: 0.13, standard_deviation: 0.31}}
        input: [1, 28, 28]
        network:
          - conv2d: {out: 8, kernel: 3, padding: 1, bias: false}
          - batch_norm2d
          - residual:
              - relu
              - residual:
                  - conv2d: {out: 8, kernel: 3, padding: 1}
                  - dropout2d: 0.1
          - adaptive_avg_pool2d
          - flatten
          - linear: 10
        recipe:
          epochs: 3
          batch_size: 64
          seed: 1
          optimizer: {adam: {learning_rate: 0.001, beta1: 0.9, beta2: 0.999, eps: 1E-08, weight_decay: 0, decay_biases: true, decay_normalization: true}}
          schedule: {multi_step_lr: {milestones: [1, 2], gamma: 0.1}}
          augmentation: {rotation_degrees: 0, shift_pixels: 0, scale: 0, shear_degrees: 0}
          label_smoothing: 0
          weight_average: 0.99
        budget: {accuracy: 99.4%}
        reference: {source: "a: bookof a title that is longer than a line, which no emitter breaks for all that it is wider than eighty columns"}

        """,
        ExperimentWriter.Write(Experiments.Read(
            """
            name: readable
            target: "99%: \"almost\" # all"
            explanation: |
              first line

                indented: [line]
            data: {name: files, train_images: 100, normalization: {mean: 0.13, standard_deviation: 0.31}}
            input: [1, 28, 28]
            network:
              - conv2d: {out: 8, kernel: 3, padding: 1, bias: false}
              - batch_norm2d
              - residual:
                  - relu
                  - residual:
                      - conv2d: {out: 8, kernel: 3, padding: 1}
                      - dropout2d: 0.1
              - adaptive_avg_pool2d
              - flatten
              - linear: 10
            recipe:
              epochs: 3
              optimizer: {adam: {learning_rate: 0.001}}
              schedule: {multi_step_lr: {milestones: [1, 2]}}
              weight_average: 0.99
            budget: {accuracy: 99.4%}
            reference: {source: "a: bookof a title that is longer than a line, which no emitter breaks for all that it is wider than eighty columns"}
            """)));

    [Fact]
    public void A_mean_and_a_deviation_for_each_channel_come_back()
    {
        const string Line = "data: {name: files, normalization: {mean: [0.49, 0.48, 0.45], standard_deviation: [0.25, 0.24, 0.26]}}";
        Experiment experiment = Experiments.Read(Experiments.Small.Replace("data: mnist", Line).Replace("[1, 28, 28]", "[3, 28, 28]"));

        Assert.Equal(new Normalization([0.49f, 0.48f, 0.45f], [0.25f, 0.24f, 0.26f]), experiment.Data.Normalization);
        Assert.Contains($"{Line}\n", ExperimentWriter.Write(experiment), StringComparison.Ordinal);
        AssertComesBack(experiment);
    }

    [Theory]
    [InlineData("\ttab first\n  indented")]
    [InlineData("  starts with spaces")]
    [InlineData("one\n   \ntwo   \n# three")]
    [InlineData("quotes ' and \" and \\ and \u2028 and \uFEFF and \U0001F600 and \u0007")]
    [InlineData("--- \n...\n- a: {b")]
    [InlineData("null")]
    [InlineData("~")]
    [InlineData("%YAML 1.2\nend:")]
    [InlineData("ä\u0085next\u00A0line")]
    public void Any_text_comes_back_as_it_was(string text)
    {
        string line = string.Concat(text.Where(character => !char.IsControl(character))).Trim();
        Experiment experiment = Experiments.Read(Experiments.Small) with { Explanation = text.Trim(), Target = line, Reference = new(line) };

        Experiment back = Experiments.Read(ExperimentWriter.Write(experiment));

        Assert.Equal((experiment.Explanation, line, line), (back.Explanation, back.Reference!.Source, back.Target));
    }

    [Fact]
    public void What_is_not_said_has_PyTorchs_defaults()
    {
        Recipe recipe = Experiments.Read(Experiments.Small).Recipe;

        Assert.Equal(new Recipe { Epochs = 2, Optimizer = new SgdOptions { LearningRate = 0.1 } }, recipe);
        Assert.Equal(1UL, Experiments.Read(Experiments.Small).Seed);
        Assert.Equal(new Budget(), Experiments.Read(Experiments.Small).Budget);
    }

    [Theory]
    [InlineData("99.4%", 0.994)]
    [InlineData("0.994", 0.994)]
    [InlineData("100%", 1)]
    public void An_accuracy_is_a_percentage_or_a_share(string text, double share) => Assert.Equal(
        share, Experiments.Read($"{Experiments.Small}\nbudget: {{accuracy: {text}}}").Budget.Accuracy);

    [Fact]
    public void What_the_command_line_says_is_kept()
    {
        Experiment experiment = ExperimentCatalogue.Load("part3").Override(epochs: 2, batchSize: 32, seed: 9, data: "synthetic-digits");

        Assert.Equal((2, 32, 9UL, "synthetic-digits"), (experiment.Recipe.Epochs, experiment.Recipe.BatchSize, experiment.Seed, experiment.Data.Name));
        AssertComesBack(experiment);
        Assert.Contains("  epochs: 2\n  batch_size: 32\n  seed: 9\n", ExperimentWriter.Write(experiment), StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_command_line_may_not_say_is_refused()
    {
        Experiment experiment = ExperimentCatalogue.Load("part3");

        Assert.Equal("epochs: found 0; allowed: a whole number from 1 to 100000", Refusal(() => experiment.Override(epochs: 0)));
        Assert.Equal("batch size: found -1; allowed: a whole number from 1 to 65536", Refusal(() => experiment.Override(batchSize: -1)));
        Assert.Equal(
            "data: found 'cifar'; allowed: mnist, fashion-mnist, kmnist, qmnist, synthetic-digits, files, picture-table, npz, cifar-10, cifar-100, emnist-byclass, emnist-bymerge, emnist-balanced, emnist-letters, emnist-digits, emnist-mnist, pictures", Refusal(() => experiment.Override(data: "cifar")));
    }

    [Fact]
    public void Data_that_the_network_cannot_take_is_refused()
    {
        Experiment experiment = ExperimentCatalogue.Load("part3");

        Assert.Equal(
            "part3: the network takes images of 1×28×28, but those of mine are 1×8×8; change input, or use other data",
            Refusal(() => experiment.CheckFits(Images(new(1, 8, 8), 10))));
        Assert.Equal(
            "part3: the network tells 10 classes apart, but mine has 3; change the last layer, or use other data",
            Refusal(() => experiment.CheckFits(Images(new(1, 28, 28), 3))));
        experiment.CheckFits(Images(new(1, 28, 28), 10));
    }

    [Fact]
    public void Data_with_a_normalization_for_other_channels_is_refused()
    {
        Experiment experiment = ExperimentCatalogue.Load("part3");
        var two = new Normalization([0.1f, 0.2f], [0.3f, 0.4f]);
        const string Problem = "part3: the normalization has 2 means and deviations, but the images have 1 channel; give one of each for all channels, or one for each channel";

        Assert.Equal(Problem, Refusal(() => experiment.CheckFits(Images(new(1, 28, 28), 10) with { Normalization = two })));
        Assert.Equal(Problem, Refusal(() => experiment.Describe(two)));
    }

    private static Dataset Images(Shape shape, int classes)
    {
        var images = new ImageDataset("mine", "train", shape, classes, new byte[shape.Size], [0]);
        return new(images, images, Normalization.Mnist, "a test");
    }

    private static string Refusal(Action action) => Assert.Throws<InvalidInputException>(action).Message;

    private static void AssertComesBack(Experiment experiment)
    {
        string yaml = ExperimentWriter.Write(experiment);
        Experiment back = Experiments.Read(yaml);

        Assert.Equal(experiment.Network.Input, back.Network.Input);
        Assert.Equal(experiment.Network.Layers.Select(layer => layer.Layer), back.Network.Layers.Select(layer => layer.Layer));
        if (experiment.Recipe.Schedule is MultiStepLR steps)
            Assert.Equal(steps.Milestones, Assert.IsType<MultiStepLR>(back.Recipe.Schedule).Milestones);
        else
            Assert.Equal(experiment.Recipe, back.Recipe);
        Assert.Equal(
            experiment with { Network = back.Network, Recipe = back.Recipe, Source = back.Source, Yaml = back.Yaml }, back);
        Assert.Equal(yaml, ExperimentWriter.Write(back));
    }
}
