using Thimble.Options;

namespace Thimble;

/// <summary>
/// How far training images are moved at random: each figure is drawn uniformly from ± its value, again for every image
/// and epoch. Zero leaves that movement out.
/// </summary>
/// <param name="RotationDegrees">Rotation about the image's centre, 0 to 180 degrees.</param>
/// <param name="ShiftPixels">Shift right or left, and separately down or up, 0 to 64 pixels.</param>
/// <param name="ScaleFraction">Growth or shrinking, 0 to 0.5: 0.1 scales by 0.9 to 1.1.</param>
/// <param name="ShearDegrees">Slant of the columns, 0 to 45 degrees.</param>
/// <param name="FinalShare">
/// What is left of the four in the last epoch, 0 to 1; they fall to it in a straight line. 1 changes nothing, 0 ends with
/// the images as they are, so that training can settle on images like those that will be classified.
/// </param>
public sealed record AugmentationOptions(
    float RotationDegrees = 0, float ShiftPixels = 0, float ScaleFraction = 0, float ShearDegrees = 0, float FinalShare = 1)
{
    /// <summary>Images as they are.</summary>
    public static AugmentationOptions None { get; } = new();

    internal static OptionSchema<AugmentationOptions> Schema { get; } = new OptionSchema<AugmentationOptions, AugmentationOptions>(
        "augmentation",
        "random changes of the training images",
        values => new(
            values.Single("rotation_degrees"), values.Single("shift_pixels"), values.Single("scale"), values.Single("shear_degrees"),
            values.Single("final_share")),
        (new SingleOption("rotation_degrees", new(0, 180), "about the centre") { Default = _ => None.RotationDegrees }, options => options.RotationDegrees),
        (new SingleOption("shift_pixels", new(0, 64), "right or left, and down or up") { Default = _ => None.ShiftPixels }, options => options.ShiftPixels),
        (new SingleOption("scale", new(0, 0.5), "growth or shrinking: 0.1 is 0.9 to 1.1") { Default = _ => None.ScaleFraction }, options => options.ScaleFraction),
        (new SingleOption("shear_degrees", new(0, 45), "slant of the columns") { Default = _ => None.ShearDegrees }, options => options.ShearDegrees),
        (new SingleOption(
            "final_share", new(0, 1),
            "what is left of the four in the last epoch; they fall to it in a straight line, unless there is a single epoch")
        {
            Default = _ => None.FinalShare,
            CameLater = true,
        }, options => options.FinalShare));

    /// <summary>Whether images stay as they are.</summary>
    public bool IsNone => RotationDegrees == 0 && ShiftPixels == 0 && ScaleFraction == 0 && ShearDegrees == 0;

    /// <summary>The figures of one epoch: all of them in the first, <see cref="FinalShare"/> of them in the last.</summary>
    /// <param name="epoch">The epoch, from 1; beyond the last one it stays at what is left there.</param>
    /// <param name="epochs">Epochs in all; with a single one nothing falls.</param>
    public AugmentationOptions AtEpoch(int epoch, int epochs)
    {
        if (FinalShare == 1 || epochs < 2)
            return this;
        double passed = Math.Min(1, (epoch - 1.0) / (epochs - 1.0));
        float share = (float)(1 + ((FinalShare - 1) * passed));
        return new(RotationDegrees * share, ShiftPixels * share, ScaleFraction * share, ShearDegrees * share);
    }
}
