using Thimble.Export.C;

namespace Thimble.Tests.Export.C;

public sealed class PixelTablesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("thimble-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Each_channel_has_its_own_table()
    {
        var tables = PixelTables.Of(new([0.5f, 0.25f], [0.5f, 0.25f]), new(2, 1, 3));

        Assert.Equal(512, tables.Values.Length);
        Assert.Equal(-1, tables.Values[tables.PlaceOf(2, 0)]);
        Assert.Equal(1, tables.Values[tables.PlaceOf(2, 255)], 1e-6f);
        Assert.Equal(3, tables.Values[tables.PlaceOf(3, 255)], 1e-6f);
        Assert.Equal(-0.2f, tables.Values[tables.PlaceOf(5, 51)], 1e-6f);
    }

    [Fact]
    public void A_source_has_tables_a_channel_only_where_channels_differ()
    {
        TrainedNetwork three = ExportedNetworks.Create("three colours");
        byte[][] calibration = [ExportedNetworks.Images(three, 1).Pixels(0).ToArray()];
        TrainedNetwork one = three with { Description = new(three.Description.Definition, new(0.4f, 0.3f), "") };

        Assert.Contains("[i] = (float)pixels[i] * table_pixels_factors[i / 70] + table_pixels_addends[i / 70];", Source(three, null), StringComparison.Ordinal);
        Assert.Contains("[i] = table_pixels[i / 70 * 256 + pixels[i]];", Source(three, calibration), StringComparison.Ordinal);
        Assert.Contains("[i] = (float)pixels[i] * 0.013071896f + -1.3333333f;", Source(one, null), StringComparison.Ordinal);
        Assert.Contains("[i] = table_pixels[pixels[i]];", Source(one, calibration), StringComparison.Ordinal);
    }

    private string Source(TrainedNetwork trained, byte[][]? images) => File.ReadAllText(CFiles.Write(trained, _folder, new("net", images)).Source);
}
