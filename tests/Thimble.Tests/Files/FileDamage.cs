namespace Thimble.Tests.Files;

/// <summary>What happens to files: cut short, run together, bytes lost, lengths and anything else overwritten.</summary>
internal static class FileDamage
{
    public static byte[] Of(byte[] sound, KeyedRandom random)
    {
        byte[] bytes = (byte[])sound.Clone();
        int place = random.Below(1, bytes.Length);
        switch (random.Below(0, 5))
        {
            case 0:
                return bytes[..place];
            case 1:
                return [.. bytes, .. bytes[..(1 + random.Below(2, 64))]];
            case 2:
                return [.. bytes[..place], .. bytes[(place + 1)..]];
            case 3:
                bytes[random.Below(1, 16)] ^= (byte)(1 + random.Below(2, 255));
                return bytes;
            default:
                for (int i = 0; i <= random.Below(2, 8); i++)
                    bytes[random.Below(10 + i, bytes.Length)] ^= (byte)(1 + random.Below(20 + i, 255));
                return bytes;
        }
    }
}
