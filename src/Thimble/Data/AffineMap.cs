namespace Thimble.Data;

/// <summary>A map of pixel coordinates: x' = XX·x + XY·y + X0 and y' = YX·x + YY·y + Y0.</summary>
internal readonly record struct AffineMap(float XX, float XY, float X0, float YX, float YY, float Y0);
