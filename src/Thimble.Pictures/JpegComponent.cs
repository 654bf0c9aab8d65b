namespace Thimble.Pictures;

/// <summary>One of a JPEG file's planes.</summary>
/// <param name="Id">Its number in the file.</param>
/// <param name="Across">Its samples in a row, in proportion to those of the other components.</param>
/// <param name="Down">Its rows, in proportion to those of the other components.</param>
internal readonly record struct JpegComponent(byte Id, int Across, int Down);
