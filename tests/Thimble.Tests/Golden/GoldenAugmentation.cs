using System.Text.Json;
using Thimble.Kernels;

namespace Thimble.Tests.Golden;

/// <summary>A batch of pictures as torchvision and timm would change them: tests/golden/make_augmentation.py.</summary>
/// <param name="Options">What is changed.</param>
/// <param name="Shape">The shape of a picture.</param>
/// <param name="Shares">What each picture keeps of its label.</param>
/// <param name="Pixels">All pictures, normalized.</param>
internal sealed record GoldenAugmentation(AugmentationOptions Options, Shape Shape, double[] Shares, double[] Pixels)
{
    private static readonly JsonElement Root =
        JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "golden", "augmentation.json"))).RootElement;

    public static Normalization Normalization { get; } = new(Root.GetProperty("mean").GetSingle(), Root.GetProperty("deviation").GetSingle());

    public static string[] Names { get; } = [.. Root.GetProperty("cases").EnumerateArray().Select(one => one.GetProperty("name").GetString()!)];

    public static GoldenAugmentation Of(string name)
    {
        JsonElement found = Root.GetProperty("cases").EnumerateArray().Single(one => one.GetProperty("name").GetString() == name);
        int[] shape = [.. found.GetProperty("shape").EnumerateArray().Select(side => side.GetInt32())];
        return new(
            OptionsOf(found.GetProperty("options")), new(shape[0], shape[1], shape[2]), Numbers(found, "shares"), Numbers(found, "pixels"));
    }

    /// <summary>Picture <paramref name="sample"/> before it is changed.</summary>
    public byte[] Picture(int sample)
    {
        var random = new KeyedRandom(Seed, epoch: 0, sample, GoldenPlace.Pattern);
        return [.. Enumerable.Range(0, Shape.Size).Select(i => (byte)random.Below(i, 256))];
    }

    public static KeyedRandom Random(int sample, int place) => new(Seed, Root.GetProperty("epoch").GetInt32(), sample, place);

    public static GoldenLoss[] Losses() =>
    [
        .. Root.GetProperty("losses").EnumerateArray().Select(one => new GoldenLoss(
            one.GetProperty("smoothing").GetSingle(), Numbers(one, "logits"),
            [
                .. Numbers(one, "labels").Zip(Numbers(one, "others"), Numbers(one, "shares"))
                    .Select(row => new Target((int)row.First, (int)row.Second, (float)row.Third)),
            ],
            Numbers(one, "losses"), Numbers(one, "gradient"))),
    ];

    private static ulong Seed => Root.GetProperty("seed").GetUInt64();

    private static AugmentationOptions OptionsOf(JsonElement options)
    {
        return new()
        {
            HorizontalFlip = options.TryGetProperty("horizontal_flip", out _),
            CropBorder = (int)Figure("crop_border"),
            Brightness = Figure("brightness"),
            Contrast = Figure("contrast"),
            Saturation = Figure("saturation"),
            Cutout = (int)Figure("cutout"),
            Mixup = Figure("mixup"),
            Cutmix = Figure("cutmix"),
        };

        float Figure(string key) => options.TryGetProperty(key, out JsonElement value) ? value.GetSingle() : 0;
    }

    private static double[] Numbers(JsonElement of, string key) => [.. of.GetProperty(key).EnumerateArray().Select(number => number.GetDouble())];
}

/// <summary>PyTorch's cross-entropy of mixed targets, a sample each, and the gradient of its mean.</summary>
internal sealed record GoldenLoss(float Smoothing, double[] Logits, Target[] Targets, double[] Losses, double[] Gradient);
