using System.Text.Json;

namespace Thimble.Tests.Golden;

public sealed class KeyedRandomTests
{
    [Fact]
    public void The_draws_are_those_of_the_Python_twin()
    {
        foreach (JsonElement row in GoldenFile.Json("keyed_random").EnumerateArray())
        {
            var random = new KeyedRandom(
                ulong.Parse(row.GetProperty("seed").GetString()!), row.GetProperty("epoch").GetInt32(),
                row.GetProperty("sample").GetInt32(), row.GetProperty("place").GetInt32());
            for (int i = 0; i < 4; i++)
            {
                Assert.Equal(row.GetProperty("bits")[i].GetString(), random.Bits(i).ToString("x16"));
                Assert.Equal(row.GetProperty("uniform")[i].GetSingle(), random.Uniform(i));
                Assert.Equal(row.GetProperty("between")[i].GetSingle(), random.Uniform(i, -1f / 3, 1f / 3));
                Assert.Equal(row.GetProperty("below")[i].GetInt32(), random.Below(i, 10));
            }
        }
    }
}
