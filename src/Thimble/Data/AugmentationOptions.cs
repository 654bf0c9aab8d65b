using Thimble.Options;

namespace Thimble;

/// <summary>
/// How far training images are changed at random, drawn again for every image and epoch. Zero and false leave a change
/// out. The figures of the constructor move an image, each drawn uniformly from ± its value.
/// </summary>
/// <param name="RotationDegrees">Rotation about the image's centre, 0 to 180 degrees.</param>
/// <param name="ShiftPixels">Shift right or left, and separately down or up, 0 to 64 pixels.</param>
/// <param name="ScaleFraction">Growth or shrinking, 0 to 0.5: 0.1 scales by 0.9 to 1.1.</param>
/// <param name="ShearDegrees">Slant of the columns, 0 to 45 degrees.</param>
/// <param name="FinalShare">
/// What is left of all changes but the flip in the last epoch, 0 to 1; they fall to it in a straight line. 1 changes
/// nothing, 0 ends with the images as they are or flipped, so that training can settle on images like those that will be classified.
/// </param>
public sealed record AugmentationOptions(
    float RotationDegrees = 0, float ShiftPixels = 0, float ScaleFraction = 0, float ShearDegrees = 0, float FinalShare = 1)
{
    /// <summary>Images as they are.</summary>
    public static AugmentationOptions None { get; } = new();

    /// <summary>Whether each image is flipped left to right with probability ½ (torchvision's <c>RandomHorizontalFlip</c>); false by default.</summary>
    public bool HorizontalFlip { get; init; }

    /// <summary>
    /// Pixels of background that are added on every side before a part of the image's size is cut out at random
    /// (torchvision's <c>RandomCrop(size, padding)</c>), 0 to 64 and below the image's sides; 0 by default.
    /// </summary>
    public int CropBorder { get; init; }

    /// <summary>The factor of the brightness is 1 ± this (torchvision's <c>ColorJitter</c>), 0 to 1; 0 by default.</summary>
    public float Brightness { get; init; }

    /// <summary>The factor of the contrast is 1 ± this (torchvision's <c>ColorJitter</c>), 0 to 1; 0 by default.</summary>
    public float Contrast { get; init; }

    /// <summary>The factor of the saturation is 1 ± this (torchvision's <c>ColorJitter</c>), 0 to 1; 0 by default. For images of three channels only.</summary>
    public float Saturation { get; init; }

    /// <summary>
    /// The side in pixels of a square that is set to the data's mean (DeVries and Taylor, 2017), 0 to 256 and below the
    /// image's sides; 0 by default.
    /// </summary>
    public int Cutout { get; init; }

    /// <summary>
    /// α of mixup (Zhang, Cissé, Dauphin and Lopez-Paz, "mixup: Beyond empirical risk minimization", 2018), 0 to 1; 0 by
    /// default. An image becomes λ of itself and 1 − λ of another of its batch, λ drawn from Beta(α, α); so does the loss.
    /// </summary>
    public float Mixup { get; init; }

    /// <summary>
    /// α of CutMix (Yun and others, "CutMix: Regularization strategy to train strong classifiers with localizable
    /// features", 2019), 0 to 1; 0 by default. A rectangle of another image of the batch replaces its place in the image, on
    /// average 1 − λ of it, λ drawn from Beta(α, α); the loss goes by the areas. With mixup too, each image draws which, evenly.
    /// </summary>
    public float Cutmix { get; init; }

    internal static OptionSchema<AugmentationOptions> Schema { get; } = new OptionSchema<AugmentationOptions, AugmentationOptions>(
        "augmentation",
        "random changes of the training images",
        values => new(
            values.Single("rotation_degrees"), values.Single("shift_pixels"), values.Single("scale"), values.Single("shear_degrees"),
            values.Single("final_share"))
        {
            HorizontalFlip = values.Flag("horizontal_flip"),
            CropBorder = values.Whole("crop_border"),
            Brightness = values.Single("brightness"),
            Contrast = values.Single("contrast"),
            Saturation = values.Single("saturation"),
            Cutout = values.Whole("cutout"),
            Mixup = values.Single("mixup"),
            Cutmix = values.Single("cutmix"),
        },
        (new SingleOption("rotation_degrees", new(0, 180), "about the centre") { Default = _ => None.RotationDegrees }, options => options.RotationDegrees),
        (new SingleOption("shift_pixels", new(0, 64), "right or left, and down or up") { Default = _ => None.ShiftPixels }, options => options.ShiftPixels),
        (new SingleOption("scale", new(0, 0.5), "growth or shrinking: 0.1 is 0.9 to 1.1") { Default = _ => None.ScaleFraction }, options => options.ScaleFraction),
        (new SingleOption("shear_degrees", new(0, 45), "slant of the columns") { Default = _ => None.ShearDegrees }, options => options.ShearDegrees),
        (new FlagOption("horizontal_flip", "whether each image is flipped left to right with probability 1/2; not for digits and letters, which mean something else in a mirror")
        {
            Default = _ => None.HorizontalFlip,
            CameLater = true,
        }, options => options.HorizontalFlip),
        (new WholeOption("crop_border", 0, 64, "pixels of background added on every side before the image's size is cut out at random; below the image's sides")
        {
            Default = _ => None.CropBorder,
            CameLater = true,
        }, options => options.CropBorder),
        (Later("brightness", "0.2 multiplies every pixel by 0.8 to 1.2"), options => options.Brightness),
        (Later("contrast", "0.2 multiplies the distance to the image's mean grey by 0.8 to 1.2"), options => options.Contrast),
        (Later("saturation", "0.2 multiplies the distance to the pixel's grey by 0.8 to 1.2; for colour images only"), options => options.Saturation),
        (new WholeOption("cutout", 0, 256, "the side of a square that is set to the data's mean; below the image's sides")
        {
            Default = _ => None.Cutout,
            CameLater = true,
        }, options => options.Cutout),
        (Later("mixup", "alpha of the beta distribution that says how much of another image of the batch, and of its loss, is mixed in"), options => options.Mixup),
        (Later("cutmix", "the same for a rectangle of another image that is pasted in; with `mixup`, each image draws one of the two"),
            options => options.Cutmix),
        (new SingleOption(
            "final_share", new(0, 1),
            "what is left in the last epoch of every figure but the flip, and of the images that are mixed; they fall to it in a straight line, unless there is a single epoch")
        {
            Default = _ => None.FinalShare,
            CameLater = true,
        }, options => options.FinalShare));

    /// <summary>Whether images stay as they are.</summary>
    public bool IsNone => !IsAffine && !HorizontalFlip && CropBorder == 0 && !ChangesColours && Cutout == 0 && !Mixes;

    /// <summary>Whether images are resampled.</summary>
    internal bool IsAffine => RotationDegrees != 0 || ShiftPixels != 0 || ScaleFraction != 0 || ShearDegrees != 0;

    /// <summary>Whether brightness, contrast or saturation changes.</summary>
    internal bool ChangesColours => Brightness != 0 || Contrast != 0 || Saturation != 0;

    /// <summary>Whether images are mixed with others of their batch.</summary>
    internal bool Mixes => MixedShare > 0 && (Mixup != 0 || Cutmix != 0);

    /// <summary>The probability that an image is mixed, where images are; 1 until <see cref="AtEpoch"/> lowers it.</summary>
    internal float MixedShare { get; init; } = 1;

    /// <summary>The figures of one epoch: all of them in the first, <see cref="FinalShare"/> of them in the last.</summary>
    /// <param name="epoch">The epoch, from 1; beyond the last one it stays at what is left there.</param>
    /// <param name="epochs">Epochs in all; with a single one nothing falls.</param>
    public AugmentationOptions AtEpoch(int epoch, int epochs)
    {
        if (FinalShare == 1 || epochs < 2)
            return this;
        double passed = Math.Min(1, (epoch - 1.0) / (epochs - 1.0));
        float share = (float)(1 + ((FinalShare - 1) * passed));
        return this with
        {
            RotationDegrees = RotationDegrees * share,
            ShiftPixels = ShiftPixels * share,
            ScaleFraction = ScaleFraction * share,
            ShearDegrees = ShearDegrees * share,
            CropBorder = Rounded(CropBorder * share),
            Brightness = Brightness * share,
            Contrast = Contrast * share,
            Saturation = Saturation * share,
            Cutout = Rounded(Cutout * share),
            // α stays: it says how images are mixed, not how many are.
            MixedShare = share,
            FinalShare = 1,
        };
    }

    private static SingleOption Later(string key, string help) => new(key, new(0, 1), help) { Default = _ => 0f, CameLater = true };

    private static int Rounded(float pixels) => (int)MathF.Round(pixels, MidpointRounding.AwayFromZero);
}
