namespace Thimble.Export.C;

/// <summary>How a channel's sums become numbers of 8 bits or logits: a row of the table that <see cref="Int8Rounding"/> is.</summary>
/// <param name="Bias">Added to the sum.</param>
/// <param name="Factor">What it is then multiplied by.</param>
/// <param name="Addend">Added after the multiplication.</param>
/// <param name="Shift">Bits that are dropped after the multiplication; 0 where all channels drop as many.</param>
internal readonly record struct Int8Finish(int Bias, int Factor, int Addend, int Shift = 0);
