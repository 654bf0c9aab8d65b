namespace Thimble.Data;

/// <summary>
/// How far training images are moved at random: each figure is drawn uniformly from ± its value, anew for every image
/// and epoch. Zero leaves that movement out.
/// </summary>
/// <param name="RotationDegrees">Rotation about the image's centre, 0 to 180 degrees.</param>
/// <param name="ShiftPixels">Shift right or left, and separately down or up, 0 to 64 pixels.</param>
/// <param name="ScaleFraction">Growth or shrinking, 0 to 0.5: 0.1 scales by 0.9 to 1.1.</param>
/// <param name="ShearDegrees">Slant of the columns, 0 to 45 degrees.</param>
/// <param name="FinalShare">What is left of the four in the last epoch, 0 to 1; they fall to it in a straight line.</param>
/// <exception cref="InvalidInputException">A figure is out of its range.</exception>
public sealed record AugmentationOptions(
    float RotationDegrees = 0, float ShiftPixels = 0, float ScaleFraction = 0, float ShearDegrees = 0, float FinalShare = 1)
{
    /// <summary>Images as they are.</summary>
    public static AugmentationOptions None { get; } = new();

    /// <summary>Rotation about the image's centre, at most this many degrees either way.</summary>
    public float RotationDegrees { get; init => field = Checked(value, 180, "rotation", "degrees"); }
        = Checked(RotationDegrees, 180, "rotation", "degrees");

    /// <summary>Shift, at most this many pixels in each of the four directions.</summary>
    public float ShiftPixels { get; init => field = Checked(value, 64, "shift", "pixels"); }
        = Checked(ShiftPixels, 64, "shift", "pixels");

    /// <summary>Scale, at most this fraction above or below 1.</summary>
    public float ScaleFraction { get; init => field = Checked(value, 0.5f, "scale", "(a fraction)"); }
        = Checked(ScaleFraction, 0.5f, "scale", "(a fraction)");

    /// <summary>Slant of the columns, at most this many degrees either way.</summary>
    public float ShearDegrees { get; init => field = Checked(value, 45, "shear", "degrees"); }
        = Checked(ShearDegrees, 45, "shear", "degrees");

    /// <summary>
    /// The share of the four figures that is left in the last epoch, 0 to 1: 1 changes nothing, 0 ends with the images as
    /// they are. So training can settle, as its learning rate falls, on images like those that will be asked about.
    /// </summary>
    public float FinalShare { get; init => field = Checked(value, 1, "final share", "(a fraction)"); }
        = Checked(FinalShare, 1, "final share", "(a fraction)");

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

    private static float Checked(float value, float most, string what, string unit) => value >= 0 && value <= most
        ? value
        : throw new InvalidInputException($"augmentation: a {what} of {value} is out of range; give 0 to {most} {unit}.");
}
