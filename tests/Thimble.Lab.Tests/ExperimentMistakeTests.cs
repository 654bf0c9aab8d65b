using Thimble.Layers;

namespace Thimble.Lab.Tests;

public class ExperimentMistakeTests
{
    [Theory]
    [InlineData("epochs: 2", "epoch: 2", "my.yaml:8: recipe.epoch: unknown key; allowed: epochs, batch_size, seed, optimizer, schedule, augmentation, label_smoothing, weight_average; did you mean 'epochs'?")]
    [InlineData("name: small", "title: small", "my.yaml:1: title: unknown key; allowed: name, target, explanation, data, input, network, recipe, budget, reference")]
    [InlineData("name: small", "name: ../small", "my.yaml:1: name: found '../small'; allowed: letters, digits, '-', '_' and '.', with a letter or digit first")]
    [InlineData("name: small", "name: [a]", "my.yaml:1: name: found a list; allowed: text")]
    [InlineData("name: small", "# none", "my.yaml:1: the key 'name' is missing; add it")]
    [InlineData("epochs: 2", "epochs: two", "my.yaml:8: recipe.epochs: found 'two'; allowed: a whole number from 1 to 100000")]
    [InlineData("epochs: 2", "epochs: 2.5", "my.yaml:8: recipe.epochs: found '2.5'; allowed: a whole number from 1 to 100000")]
    [InlineData("epochs: 2", "epochs: 0", "my.yaml:8: recipe.epochs: found '0'; allowed: a whole number from 1 to 100000")]
    [InlineData("epochs: 2", "epochs: -3", "my.yaml:8: recipe.epochs: found '-3'; allowed: a whole number from 1 to 100000")]
    [InlineData("epochs: 2", "epochs: 99999999999999999999", "my.yaml:8: recipe.epochs: found '99999999999999999999'; allowed: a whole number from 1 to 100000")]
    [InlineData("epochs: 2", "epochs:", "my.yaml:8: recipe.epochs: found nothing; allowed: a whole number from 1 to 100000")]
    [InlineData("epochs: 2", "epochs: {a: 1}", "my.yaml:8: recipe.epochs: found a mapping; allowed: a whole number from 1 to 100000")]
    [InlineData("epochs: 2", "epochs: 2\n  batch_size: 0", "my.yaml:9: recipe.batch_size: found '0'; allowed: a whole number from 1 to 65536")]
    [InlineData("epochs: 2", "epochs: 2\n  seed: -1", "my.yaml:9: recipe.seed: found '-1'; allowed: a whole number from 0 to 18446744073709551615")]
    [InlineData("epochs: 2", "epochs: 2\n  epochs: 3", "my.yaml:9: the key 'epochs' appears twice; remove one")]
    [InlineData("epochs: 2", "epochs: 2\n  label_smoothing: 1", "my.yaml:9: recipe.label_smoothing: found '1'; allowed: a number from 0 to below 1")]
    [InlineData("epochs: 2", "epochs: 2\n  weight_average: 1", "my.yaml:9: recipe.weight_average: found '1'; allowed: a number above 0 to below 1")]
    [InlineData("epochs: 2", "epochs: 2\n  schedule: step", "my.yaml:9: recipe.schedule: found 'step'; allowed: constant, step_lr, multi_step_lr, one_cycle_lr, linear, cosine")]
    [InlineData("epochs: 2", "epochs: 2\n  schedule: step_lr", "my.yaml:9: recipe.schedule.step_lr: the key 'step_size' is missing; add it")]
    [InlineData("epochs: 2", "epochs: 2\n  schedule: {step_lr: {step_size: 1}, linear: {}}", "my.yaml:9: recipe.schedule: found 2 keys; allowed: one of constant, step_lr, multi_step_lr, one_cycle_lr, linear, cosine")]
    [InlineData("epochs: 2", "epochs: 2\n  schedule: {constant: 3}", "my.yaml:9: recipe.schedule.constant: found '3'; allowed: nothing, this schedule has no options")]
    [InlineData("epochs: 2", "epochs: 2\n  schedule: {multi_step_lr: {milestones: [3, 2]}}", "my.yaml:9: recipe.schedule.multi_step_lr.milestones: found [3, 2]; allowed: epochs that rise")]
    [InlineData("epochs: 2", "epochs: 2\n  augmentation: {rotation_degrees: 200}", "my.yaml:9: recipe.augmentation.rotation_degrees: found '200'; allowed: a number from 0 to 180")]
    [InlineData("learning_rate: 0.1", "learning_rate: 0", "my.yaml:9: recipe.optimizer.sgd.learning_rate: found '0'; allowed: a number above 0")]
    [InlineData("learning_rate: 0.1", "learning_rate: .nan", "my.yaml:9: recipe.optimizer.sgd.learning_rate: found '.nan'; allowed: a number above 0")]
    [InlineData("learning_rate: 0.1", "momentum: 0.9", "my.yaml:9: recipe.optimizer.sgd: the key 'learning_rate' is missing; add it")]
    [InlineData("learning_rate: 0.1", "learning_rate: 0.1, nesterov: true", "my.yaml:9: recipe.optimizer.sgd.nesterov: found 'true' without momentum; allowed: true with a momentum above 0, or false")]
    [InlineData("learning_rate: 0.1", "learning_rate: 0.1, nesterov: yes", "my.yaml:9: recipe.optimizer.sgd.nesterov: found 'yes'; allowed: true or false")]
    [InlineData("learning_rate: 0.1", "learning_rate: 0.1, weight_decay: -1", "my.yaml:9: recipe.optimizer.sgd.weight_decay: found '-1'; allowed: a number from 0 up")]
    [InlineData("{sgd: {learning_rate: 0.1}}", "{sdg: {learning_rate: 0.1}}", "my.yaml:9: recipe.optimizer.sdg: unknown key; allowed: sgd, adam, adamw; did you mean 'sgd'?")]
    [InlineData("name: small", "name: small\nreference: {parameters: 5}", "my.yaml:2: reference: the key 'source' is missing; add it")]
    [InlineData("name: small", "name: small\nreference: {source: me, best_test_accuracy: 101%}", "my.yaml:2: reference.best_test_accuracy: found '101%'; allowed: a percentage such as 99.4%, or a share above 0 up to 1")]
    [InlineData("name: small", "name: small\nreference: {source: me, accuracy: 99%}", "my.yaml:2: reference.accuracy: unknown key; allowed: source, parameters, epochs, best_training_accuracy, best_test_accuracy")]
    [InlineData("data: mnist", "data: mnits", "my.yaml:2: data: found 'mnits'; allowed: mnist, fashion-mnist, kmnist, qmnist, synthetic-digits, files, picture-table, npz, cifar-10, cifar-100, emnist-byclass, emnist-bymerge, emnist-balanced, emnist-letters, emnist-digits, emnist-mnist, pictures; did you mean 'mnist'?")]
    [InlineData("data: mnist", "data: minst-fashion", "my.yaml:2: data: found 'minst-fashion'; allowed: mnist, fashion-mnist, kmnist, qmnist, synthetic-digits, files, picture-table, npz, cifar-10, cifar-100, emnist-byclass, emnist-bymerge, emnist-balanced, emnist-letters, emnist-digits, emnist-mnist, pictures")]
    [InlineData("data: mnist", "data: {name: mnist, train_images: 0}", "my.yaml:2: data.train_images: found '0'; allowed: a whole number from 1 to 10000000")]
    [InlineData("data: mnist", "data: {name: mnist, preparation: digits}", "my.yaml:2: data.preparation: found 'digits'; allowed: digit, whole, fit, crop; did you mean 'digit'?")]
    [InlineData("data: mnist", "data: {name: mnist, preparation: {digit: {ink: 20}}}", "my.yaml:2: data.preparation.digit: found a mapping; allowed: nothing, this preparation has no options")]
    [InlineData("data: mnist", "data: {name: mnist, normalization: {mean: 0.1}}", "my.yaml:2: data.normalization: the key 'standard_deviation' is missing; add it")]
    [InlineData("data: mnist", "data: {name: mnist, normalization: {mean: [0.1, 0.2, 0.3], standard_deviation: [0.1, 0.2]}}", "my.yaml:2: data.normalization: found 3 of mean and 2 of standard_deviation; allowed: as many of both, one for each channel")]
    [InlineData("data: mnist", "data: {name: mnist, normalization: {mean: [0.1, 0.2], standard_deviation: [0.1, 0.2]}}", "my.yaml:2: data.normalization: the normalization has 2 means and deviations, but the images have 1 channel; give one of each for all channels, or one for each channel")]
    [InlineData("data: mnist", "data: {name: mnist, normalization: {mean: [], standard_deviation: [0.1]}}", "my.yaml:2: data.normalization.mean: found a list of 0; allowed: 1 to 64 numbers, one for each channel")]
    [InlineData("data: mnist", "data: {name: mnist, normalization: {mean: [0.1], standard_deviation: [0]}}", "my.yaml:2: data.normalization.standard_deviation: found '0'; allowed: a number above 0 to 1")]
    [InlineData("data: mnist", "data: mnist\nbudget: {accuracy: 99.4}", "my.yaml:3: budget.accuracy: found '99.4'; allowed: a percentage such as 99.4%, or a share above 0 up to 1")]
    [InlineData("data: mnist", "data: mnist\nbudget: {accuracy: 101%}", "my.yaml:3: budget.accuracy: found '101%'; allowed: a percentage such as 99.4%, or a share above 0 up to 1")]
    [InlineData("data: mnist", "data: mnist\nbudget: {parameters: 10}", "my.yaml:3: budget.parameters: unknown key; allowed: accuracy, parameters_below, epochs, accuracy_of, ram, flash, multiply_adds")]
    [InlineData("data: mnist", "data: mnist\nbudget: {ram: 2 KB}", "my.yaml:3: budget.ram: found '2 KB'; allowed: a number of bytes, such as 2500, 2.5 kB or 2 KiB, in whole bytes; a kB is 1,000 of them and a KiB 1,024")]
    [InlineData("data: mnist", "data: mnist\nbudget: {flash: 0.5}", "my.yaml:3: budget.flash: found '0.5'; allowed: a number of bytes, such as 2500, 2.5 kB or 2 KiB, in whole bytes; a kB is 1,000 of them and a KiB 1,024")]
    [InlineData("data: mnist", "data: mnist\nbudget: {flash: much}", "my.yaml:3: budget.flash: found 'much'; allowed: a number of bytes, such as 2500, 2.5 kB or 2 KiB")]
    [InlineData("data: mnist", "data: mnist\nbudget: {multiply_adds: 0}", "my.yaml:3: budget.multiply_adds: found '0'; allowed: a whole number from 1 to 2147483647")]
    [InlineData("data: mnist", "data: mnist\ntarget: \"a\\nb\"", "my.yaml:3: target: the text has several lines; allowed: one")]
    [InlineData("input: [1, 28, 28]", "input: [28, 28]", "my.yaml:3: input: found a list of 2; allowed: 3 sizes: channels, rows, columns")]
    [InlineData("input: [1, 28, 28]", "input: 784", "my.yaml:3: input: found '784'; allowed: a list of sizes: channels, rows, columns")]
    [InlineData("input: [1, 28, 28]", "input: [1, 28, 0]", "my.yaml:3: input: found '0'; allowed: a whole number from 1 to 1024")]
    public void A_mistake_is_named_by_file_line_key_what_was_found_and_what_is_allowed(string right, string wrong, string message) =>
        Assert.Equal(message, Experiments.MistakeIn(Experiments.Small.Replace(right, wrong, StringComparison.Ordinal)));

    [Theory]
    [InlineData("epochs: 2", "epochs: \"2\"", "my.yaml:8: recipe.epochs: found text in quotes, '2'; allowed: a whole number from 1 to 100000, without quotes")]
    [InlineData("epochs: 2", "epochs: '2'", "my.yaml:8: recipe.epochs: found text in quotes, '2'; allowed: a whole number from 1 to 100000, without quotes")]
    [InlineData("epochs: 2", "epochs: |\n    2", "my.yaml:8: recipe.epochs: found a block of text, '2'; allowed: a whole number from 1 to 100000, on the line of its key")]
    [InlineData("epochs: 2", "epochs: 1e3", "my.yaml:8: recipe.epochs: found '1e3'; allowed: a whole number from 1 to 100000, in digits alone")]
    [InlineData("epochs: 2", "epochs: 0x10", "my.yaml:8: recipe.epochs: found '0x10'; allowed: a whole number from 1 to 100000, in digits alone")]
    [InlineData("epochs: 2", "epochs: 1_000", "my.yaml:8: recipe.epochs: found '1_000'; allowed: a whole number from 1 to 100000, in digits alone")]
    [InlineData("epochs: 2", "epochs: 2.0", "my.yaml:8: recipe.epochs: found '2.0'; allowed: a whole number from 1 to 100000, in digits alone")]
    [InlineData("epochs: 2", "epochs: 2.", "my.yaml:8: recipe.epochs: found '2.'; allowed: a whole number from 1 to 100000, in digits alone")]
    [InlineData("epochs: 2", "epochs: .5", "my.yaml:8: recipe.epochs: found '.5'; allowed: a whole number from 1 to 100000")]
    [InlineData("epochs: 2", "epochs: ٢", "my.yaml:8: recipe.epochs: found '٢'; allowed: a whole number from 1 to 100000, in digits alone")]
    [InlineData("epochs: 2", "epochs: 2 ", "my.yaml:8: recipe.epochs: found '2 '; allowed: a whole number from 1 to 100000, in digits alone")]
    [InlineData("epochs: 2", "epochs: ~", "my.yaml:8: recipe.epochs: found nothing; allowed: a whole number from 1 to 100000")]
    [InlineData("epochs: 2", "epochs: null", "my.yaml:8: recipe.epochs: found nothing; allowed: a whole number from 1 to 100000")]
    [InlineData("learning_rate: 0.1", "learning_rate: \"0.1\"", "my.yaml:9: recipe.optimizer.sgd.learning_rate: found text in quotes, '0.1'; allowed: a number above 0, without quotes")]
    [InlineData("learning_rate: 0.1", "learning_rate: 0x1", "my.yaml:9: recipe.optimizer.sgd.learning_rate: found '0x1'; allowed: a number above 0, in digits with a decimal point, such as 0.05 or 5e-2")]
    [InlineData("learning_rate: 0.1", "learning_rate: 10%", "my.yaml:9: recipe.optimizer.sgd.learning_rate: found '10%'; allowed: a number above 0, in digits with a decimal point, such as 0.05 or 5e-2")]
    [InlineData("learning_rate: 0.1", "learning_rate: .inf", "my.yaml:9: recipe.optimizer.sgd.learning_rate: found '.inf'; allowed: a number above 0")]
    [InlineData("learning_rate: 0.1", "learning_rate: 1e-46", "my.yaml:9: recipe.optimizer.sgd.learning_rate: found '1e-46'; allowed: a number above 0, of a magnitude between 1e-45 and 3e38")]
    [InlineData("learning_rate: 0.1", "learning_rate: 1e99", "my.yaml:9: recipe.optimizer.sgd.learning_rate: found '1e99'; allowed: a number above 0, of a magnitude between 1e-45 and 3e38")]
    [InlineData("learning_rate: 0.1", "learning_rate: -1e99", "my.yaml:9: recipe.optimizer.sgd.learning_rate: found '-1e99'; allowed: a number above 0")]
    [InlineData("learning_rate: 0.1", "learning_rate: 0,1", "my.yaml:9: recipe.optimizer.sgd.1: unknown key; allowed: learning_rate, momentum, nesterov, weight_decay, decay_biases, decay_normalization; a comma in braces ends a value: decimals have a point, and lists square brackets")]
    [InlineData("learning_rate: 0.1", "learning_rate:0.1", "my.yaml:9: recipe.optimizer.sgd.learning_rate:0.1: unknown key; allowed: learning_rate, momentum, nesterov, weight_decay, decay_biases, decay_normalization; write a space after the colon: 'learning_rate: 0.1'")]
    [InlineData("learning_rate: 0.1", "learning_rate: 0.1, nesterov: True", "my.yaml:9: recipe.optimizer.sgd.nesterov: found 'True'; allowed: true or false, in small letters")]
    [InlineData("learning_rate: 0.1", "learning_rate: 0.1, nesterov: on", "my.yaml:9: recipe.optimizer.sgd.nesterov: found 'on'; allowed: true or false")]
    [InlineData("learning_rate: 0.1", "learning_rate: 0.1, nesterov: \"true\"", "my.yaml:9: recipe.optimizer.sgd.nesterov: found text in quotes, 'true'; allowed: true or false, without quotes")]
    [InlineData("data: mnist", "data: mnist\nbudget: {accuracy: 99.4 %}", "my.yaml:3: budget.accuracy: found '99.4 %'; allowed: a percentage such as 99.4%, or a share above 0 up to 1, in digits with a decimal point and nothing between")]
    [InlineData("data: mnist", "data: mnist\nbudget: {accuracy: 1e-1}", "my.yaml:3: budget.accuracy: found '1e-1'; allowed: a percentage such as 99.4%, or a share above 0 up to 1, in digits with a decimal point and nothing between")]
    [InlineData("data: mnist", "data: mnist\nbudget: {accuracy: \"99%\"}", "my.yaml:3: budget.accuracy: found text in quotes, '99%'; allowed: a percentage such as 99.4%, or a share above 0 up to 1, without quotes")]
    [InlineData("input: [1, 28, 28]", "input: 1, 28, 28", "my.yaml:3: input: found '1, 28, 28'; allowed: a list of sizes: channels, rows, columns, in square brackets")]
    [InlineData("name: small", "name: ~", "my.yaml:1: name: found nothing; allowed: text")]
    [InlineData("data: mnist", "data: mnist\ntarget: \"a\\ab\"", "my.yaml:3: target: the text has a control character (U+0007); allowed: characters that can be seen")]
    public void What_means_something_allowed_but_is_written_otherwise_is_told_how_to_write_it(string right, string wrong, string message) =>
        Assert.Equal(message, Experiments.MistakeIn(Experiments.Small.Replace(right, wrong, StringComparison.Ordinal)));

    [Theory]
    [InlineData("- conv2d: {out: 10, kernel: 31}", "my.yaml:5: network.conv2d: Conv2d cannot take [-1, 1, 28, 28]: a window of 31×31 does not fit into an input of 28×28; use a smaller kernel, more padding or fewer pools before it")]
    [InlineData("- conv2d: {out: 10, kernel: 3, groups: 2}", "my.yaml:5: network.conv2d: Conv2d cannot take [-1, 1, 28, 28]: groups 2 must divide both the 1 input channels and the 10 output channels")]
    [InlineData("- conv2d: {out: 10, kernel: 3, padding: 3}", "my.yaml:5: network.conv2d.padding: found '3'; allowed: a whole number from 0 to 2")]
    [InlineData("- conv2d: {out: 10, kernel: 3, stride: 3}", "my.yaml:5: network.conv2d.stride: found '3'; allowed: a whole number from 1 to 2")]
    [InlineData("- conv2d: {out: 10, kernel: 3, bais: true}", "my.yaml:5: network.conv2d.bais: unknown key; allowed: out, kernel, stride, padding, groups, bias, share; did you mean 'bias'?")]
    [InlineData("- conv2d: {out: 10, kernel: 3, biass: true}", "my.yaml:5: network.conv2d.biass: unknown key; allowed: out, kernel, stride, padding, groups, bias, share; did you mean 'bias'?")]
    [InlineData("- conv2d", "my.yaml:5: network.conv2d: found nothing; allowed: a mapping with out, kernel, stride, padding, groups, bias, share")]
    [InlineData("- conv2d: 10", "my.yaml:5: network.conv2d: found '10'; allowed: a mapping with out, kernel, stride, padding, groups, bias, share")]
    [InlineData("- conv3d: {}", "my.yaml:5: network.conv3d: unknown key; allowed: [layers]; did you mean 'conv2d'?")]
    [InlineData("- rellu", "my.yaml:5: network: found 'rellu'; allowed: [layers]; did you mean 'relu'?")]
    [InlineData("- relu: 3", "my.yaml:5: network.relu: found '3'; allowed: nothing, this layer has no options")]
    [InlineData("- dropout2d: 1", "my.yaml:5: network.dropout2d: found '1'; allowed: a number from 0 to below 1")]
    [InlineData("- max_pool2d: {kernel: 2, padding: 2}", "my.yaml:5: network.max_pool2d.padding: found '2'; allowed: a whole number from 0 to 1")]
    [InlineData("- adaptive_avg_pool2d: 2", "my.yaml:5: network.adaptive_avg_pool2d: found '2'; allowed: a whole number from 1 to 1")]
    [InlineData("- linear: 10", "my.yaml:5: network.linear: Linear cannot take [-1, 1, 28, 28]: Linear takes a flat vector, not [-1, 1, 28, 28]; put Flatten before it")]
    [InlineData("- [relu]", "my.yaml:5: network: found a list; allowed: a mapping with [layers]")]
    [InlineData("- residual: []", "my.yaml:5: network.residual: found a list of 0; allowed: 1 to 1000 layers")]
    [InlineData("- residual:\n      - relu\n      - max_pool2d: 29", "my.yaml:7: network.residual.max_pool2d: MaxPool2d cannot take [-1, 1, 28, 28]: a window of 29×29 does not fit into an input of 28×28; use a smaller kernel, more padding or fewer pools before it")]
    [InlineData("- relu\n  - residual:\n      - max_pool2d: 2", "my.yaml:6: network.residual: Residual cannot take [-1, 1, 28, 28]: the branch turns [-1, 1, 28, 28] into [-1, 1, 14, 14], but it is added to its input and must keep the shape")]
    [InlineData("- relu", "my.yaml:6: network.adaptive_avg_pool2d: the network ends in [-1, 1, 1, 1]; allowed: one number a class, for 2 to 256 classes (pool down to 1×1, or add flatten and linear)")]
    [InlineData("- flatten\n  - linear: 65536\n  - linear: 65536", "my.yaml:7: network.linear: with this layer the network has more than 100,000,000 parameters; use fewer channels")]
    [InlineData("- conv2d: {out: 10, kernel: 3, share: a b}", "my.yaml:5: network.conv2d.share: found 'a b'; allowed: a name of letters, digits, - and _, of up to 40 characters")]
    [InlineData("- conv2d: {out: 10, kernel: 3, share: a}\n  - conv2d: {out: 10, kernel: 3, share: a}", "my.yaml:6: network.conv2d: Conv2d cannot take [-1, 10, 26, 26]: it shares the tensors named 'a', which are Conv2d's weight [10, 1, 3, 3] and bias [10], but needs Conv2d's weight [10, 10, 3, 3] and bias [10]; give it the same channels and kernel, or another name")]
    [InlineData("- conv2d: {out: 65536, kernel: 1}\n  - conv2d: {out: 1, kernel: 30, padding: 29}", "my.yaml:6: network.conv2d: its padded input [-1, 65536, 86, 86] is too large; allowed: up to 134,217,728 numbers an image")]
    [InlineData("- conv2d: {out: 65536, kernel: 49, padding: 48}", "my.yaml:5: network.conv2d: its output [-1, 65536, 76, 76] is too large; allowed: up to 134,217,728 numbers an image")]
    public void An_impossible_layer_is_named_by_its_own_line(string layer, string message) =>
        Assert.Equal(message.Replace("[layers]", string.Join(", ", LayerKinds.All.Keys), StringComparison.Ordinal), Experiments.MistakeIn(Experiments.Small.Replace("- conv2d: {out: 10, kernel: 3}", layer, StringComparison.Ordinal)));

    [Fact]
    public void A_network_must_have_layers_and_end_in_one_number_a_class()
    {
        Assert.StartsWith("my.yaml:4: network: found nothing; allowed: a list of layers", Experiments.MistakeIn(
            Experiments.Small.Replace("  - conv2d: {out: 10, kernel: 3}\n  - adaptive_avg_pool2d\n", "", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.StartsWith("my.yaml:5: network.conv2d: the network ends in [-1, 10, 26, 26]; allowed:", Experiments.MistakeIn(
            Experiments.Small.Replace("  - adaptive_avg_pool2d\n", "", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "my.yaml:1: the file is empty; an experiment has at least name, data, input, network and recipe")]
    [InlineData("# only a remark\n", "my.yaml:1: the file is empty; an experiment has at least name, data, input, network and recipe")]
    [InlineData("just words", "my.yaml:1: found 'just words'; allowed: a mapping with name, target, explanation, data, input, network, recipe, budget, reference")]
    [InlineData("- a\n- b", "my.yaml:1: found a list; allowed: a mapping with name, target, explanation, data, input, network, recipe, budget, reference")]
    [InlineData("name: &a x\ndata: *a", "my.yaml:1: anchors and aliases (& and *) are not allowed; write the value out")]
    [InlineData("name: x\ndata: *a", "my.yaml:2: anchors and aliases (& and *) are not allowed; write the value out")]
    [InlineData("name: !!str x", "my.yaml:1: tags (!) are not allowed; write the plain value")]
    [InlineData("name: x\n---\nname: y", "my.yaml:2: there is a second document; a file holds one")]
    [InlineData("? [a]\n: b", "my.yaml:1: found a list or mapping as a key; allowed: a word")]
    public void What_is_no_experiment_at_all_is_said(string yaml, string message) =>
        Assert.Equal(message, Experiments.MistakeIn(yaml));

    [Theory]
    [InlineData("name: [a", 1)]
    [InlineData("name: x\n  data: y", 2)]
    [InlineData("name: \"x", 1)]
    [InlineData("name: x\0y", 1)]
    [InlineData("a: b: c", 1)]
    [InlineData("%YAML 9.9\n---\na: b", 1)]
    public void What_is_not_YAML_is_said_with_its_line(string yaml, int line)
    {
        string message = Experiments.MistakeIn(yaml);

        Assert.StartsWith($"my.yaml:{line}: this is not well-formed YAML (", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("name: x\n\tdata: y", 2, "a tab is in the indentation; indent with spaces")]
    [InlineData("name: x\nrecipe:\n\tepochs: 2", 3, "a tab is in the indentation; indent with spaces")]
    [InlineData("name: x\r\nrecipe:\r\n\tepochs: 2", 3, "a tab is in the indentation; indent with spaces")]
    [InlineData("explanation: |\n  a\n  \tb\nname: x\nrecipe:\n\tepochs: 2", 6, "a tab is in the indentation; indent with spaces")]
    [InlineData("network:\n  - relu\n\t- relu", 3, "a tab is in the indentation; indent with spaces")]
    [InlineData("recipe:\n  epochs: 2\n  seed: 1", 2, "a blank that is no space (U+00A0) is in the indentation; indent with spaces")]
    [InlineData("recipe:\n  epochs:2\n  # more\n\n  seed: 1", 2, "'epochs:2' is neither a key with its value (key: value) nor an item of a list (- item)")]
    [InlineData("recipe:\n  epochs = 2\n  seed: 1", 2, "'epochs = 2' is neither a key with its value (key: value) nor an item of a list (- item)")]
    public void What_a_parser_blames_on_another_line_is_named_by_its_own(string yaml, int line, string problem) =>
        Assert.Equal($"my.yaml:{line}: {problem}", Experiments.MistakeIn(yaml));

    [Fact]
    public void Depth_without_end_is_refused_in_no_time() =>
        Assert.Equal("my.yaml:1: values are nested more than 32 deep", Experiments.MistakeIn("a: " + new string('[', 500_000)));
}
