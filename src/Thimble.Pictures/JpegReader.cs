using System.Runtime.InteropServices;
using JpegLibrary;

namespace Thimble.Pictures;

/// <summary>
/// Reads JPEG files: baseline and progressive, grey, YCbCr, RGB, CMYK and YCCK. Huffman codes and cosine transforms are JpegLibrary's; what
/// comes before (which files, which sizes) and after (colours) is here.
/// </summary>
internal static class JpegReader
{
    /// <summary>Reads the bytes of a file.</summary>
    /// <param name="file">The bytes.</param>
    /// <exception cref="PictureDamageException">They are not a sound JPEG file, or one that is not read.</exception>
    public static Picture Read(ReadOnlySpan<byte> file)
    {
        JpegStructure structure = JpegStructure.Parse(file);
        JpegPlane[] planes = Decode(structure);
        Picture picture = structure.Colour == JpegColour.Grey
            ? new(structure.Width, structure.Height, planes[0].Samples)
            : Picture.FromRgb(structure.Width, structure.Height, JpegColours.ToRgb(structure, planes));
        string[] notes = structure.LacksEnd ? ["its end is missing"] : [];
        return structure.Orientation == ExifOrientation.Upwards
            ? picture.With(notes)
            : ExifOrientation.Upright(picture, structure.Orientation).With([.. notes, "turned upright, as its EXIF orientation says"]);
    }

    private static JpegPlane[] Decode(JpegStructure structure)
    {
        int across = structure.Components[0].Across;
        int down = structure.Components[0].Down;
        JpegPlane[] planes =
        [
            .. structure.Components.Select(component => new JpegPlane(
                PerSample(structure.Width, across / component.Across), PerSample(structure.Height, down / component.Down), across / component.Across, down / component.Down)),
        ];
        var decoder = new JpegDecoder();
        try
        {
            decoder.SetInput(structure.Kept);
            decoder.Identify();
            if ((decoder.Width, decoder.Height, decoder.NumberOfComponents) != (structure.Width, structure.Height, planes.Length))
                throw new PictureDamageException("its frame is damaged");
            decoder.SetOutputWriter(new BlockWriter(planes));
            decoder.Decode();
        }
        catch (InvalidDataException damage)
        {
            throw new PictureDamageException($"its compressed data is damaged ({damage.Message.TrimEnd('.')})");
        }
        catch (Exception damage) when (damage is InvalidOperationException or NotSupportedException or NullReferenceException or ArithmeticException or ArgumentException or IndexOutOfRangeException)
        {
            // What the decoder does not check itself: missing tables, codes and marks that cannot be there.
            throw new PictureDamageException("its compressed data is damaged");
        }

        return planes;
    }

    private static int PerSample(int pixels, int step) => (pixels + step - 1) / step;

    private sealed class BlockWriter(JpegPlane[] planes) : JpegBlockOutputWriter
    {
        public override void WriteBlock(ref short blockRef, int componentIndex, int x, int y) =>
            planes[componentIndex].Put(MemoryMarshal.CreateReadOnlySpan(ref blockRef, 64), x, y);
    }
}
