using System.Text.Json;

namespace Thimble.Pictures.Tests;

/// <summary>A small file, and its pixels as Pillow reads them: tests/golden/make_pictures.py made both.</summary>
/// <param name="Name">Its format, and what is special about it.</param>
/// <param name="File">Its bytes.</param>
/// <param name="Width">Pixels in a row.</param>
/// <param name="Height">Rows.</param>
/// <param name="Rgb">Red, green, blue of each pixel.</param>
/// <param name="Alpha">The transparency of each pixel; empty where all are opaque.</param>
internal sealed record GoldenPicture(string Name, byte[] File, int Width, int Height, byte[] Rgb, byte[] Alpha)
{
    private static readonly Lazy<GoldenPicture[]> Loaded = new(Load);

    public static IReadOnlyList<GoldenPicture> All => Loaded.Value;

    /// <summary>The files of a format.</summary>
    public static byte[][] Files(string format) => [.. All.Where(picture => picture.Name.StartsWith(format, StringComparison.Ordinal)).Select(picture => picture.File)];

    public static GoldenPicture Of(string name) => All.Single(picture => picture.Name == name);

    private static GoldenPicture[] Load()
    {
        using var json = JsonDocument.Parse(System.IO.File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "golden", "pictures.json")));
        return
        [
            .. json.RootElement.GetProperty("cases").EnumerateArray().Select(one => new GoldenPicture(
                one.GetProperty("name").GetString()!, one.GetProperty("file").GetBytesFromBase64(), one.GetProperty("width").GetInt32(), one.GetProperty("height").GetInt32(),
                one.GetProperty("rgb").GetBytesFromBase64(), one.GetProperty("alpha").GetBytesFromBase64())),
        ];
    }
}
