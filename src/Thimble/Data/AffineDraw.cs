namespace Thimble;

/// <summary>How one image is moved in one epoch.</summary>
/// <param name="RotationDegrees">Clockwise, since rows count downwards.</param>
/// <param name="ShiftX">Pixels to the right.</param>
/// <param name="ShiftY">Pixels down.</param>
/// <param name="Scale">Above 1 makes the image larger.</param>
/// <param name="ShearDegrees">Slant of the columns.</param>
internal readonly record struct AffineDraw(float RotationDegrees, float ShiftX, float ShiftY, float Scale, float ShearDegrees)
{
    /// <summary>Draws the five figures.</summary>
    public static AffineDraw Of(AugmentationOptions options, KeyedRandom random) => new(
        random.Uniform(0, -options.RotationDegrees, options.RotationDegrees),
        random.Uniform(1, -options.ShiftPixels, options.ShiftPixels),
        random.Uniform(2, -options.ShiftPixels, options.ShiftPixels),
        1 + random.Uniform(3, -options.ScaleFraction, options.ScaleFraction),
        random.Uniform(4, -options.ShearDegrees, options.ShearDegrees));

    /// <summary>
    /// The way back, from a pixel of the moved image to its source. Forward, a point is sheared, scaled, rotated about
    /// the image's centre and then shifted.
    /// </summary>
    public AffineMap Inverse(Shape shape)
    {
        (double sine, double cosine) = SineAndCosine(RotationDegrees);
        (double shearSine, double shearCosine) = SineAndCosine(ShearDegrees);
        double shear = shearSine / shearCosine;
        double xx = (cosine - (shear * -sine)) / Scale;
        double xy = (sine - (shear * cosine)) / Scale;
        double yx = -sine / Scale;
        double yy = cosine / Scale;
        double centreX = (shape.Width - 1) * 0.5;
        double centreY = (shape.Height - 1) * 0.5;
        double fromX = centreX + ShiftX;
        double fromY = centreY + ShiftY;
        return new(
            (float)xx, (float)xy, (float)(centreX - (xx * fromX) - (xy * fromY)),
            (float)yx, (float)yy, (float)(centreY - (yx * fromX) - (yy * fromY)));
    }

    /// <summary>
    /// Taylor series up to ±180 degrees, exact to 10⁻¹⁴: the C library's functions may differ between systems.
    /// </summary>
    internal static (double Sine, double Cosine) SineAndCosine(float degrees)
    {
        if (degrees == 0)
            return (0, 1);
        double x = degrees * (Math.PI / 180);
        double square = x * x;
        double sine = 1;
        double cosine = 1;
        for (int i = 26; i >= 2; i -= 2)
        {
            sine = 1 - (sine * square / (i * (i + 1)));
            cosine = 1 - (cosine * square / (i * (i - 1)));
        }

        return (sine * x, cosine);
    }
}

/// <summary>A map of pixel coordinates: x' = XX·x + XY·y + X0 and y' = YX·x + YY·y + Y0.</summary>
internal readonly record struct AffineMap(float XX, float XY, float X0, float YX, float YY, float Y0);
