using Thimble.Export.C;

namespace Thimble.Tests.Export.C;

public sealed class PixelTablesTests
{
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
}
