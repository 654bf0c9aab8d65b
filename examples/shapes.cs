#:property PublishAot=false

// Draw pictures to try Thimble with: circles, crosses and squares in colours, of several sizes. A folder for each class, and a folder of new ones.
//   dotnet run examples/shapes.cs
uint state = 1;
string[] shapes = ["circle", "cross", "square"];
foreach (string shape in shapes)
{
    Directory.CreateDirectory(Path.Combine("pictures", shape));
    for (int i = 1; i <= 40; i++)
        Draw(Path.Combine("pictures", shape, $"{i}.bmp"), shape);
    Directory.CreateDirectory("new");
    Draw(Path.Combine("new", $"{shape}.bmp"), shape);
}

// A dark shape on light paper, each of some colour, with noise, as a BMP of 24 bits.
void Draw(string path, string shape)
{
    int side = 4 * (8 + Below(9));
    byte[] paper = Colour(150), ink = Colour(0);
    double radius = side * (0.2 + (0.15 * Share()));
    double x = side * (0.4 + (0.2 * Share())), y = side * (0.4 + (0.2 * Share()));
    using var file = new BinaryWriter(File.Create(path));
    file.Write("BM"u8);
    foreach (int number in (int[])[54 + (3 * side * side), 0, 54, 40, side, side, (24 << 16) | 1, 0, 0, 2835, 2835, 0, 0])
        file.Write(number);
    for (int pixel = 0; pixel < side * side; pixel++)
    {
        double right = Math.Abs((pixel % side) - x) / radius, down = Math.Abs((pixel / side) - y) / radius;
        bool isInside = shape switch
        {
            "circle" => (right * right) + (down * down) < 1,
            "square" => Math.Max(right, down) < 0.9,
            _ => Math.Max(right, down) < 1 && Math.Min(right, down) < 0.3,
        };
        foreach (byte value in isInside ? ink : paper)
            file.Write((byte)Math.Clamp(value + Below(41) - 20, 0, 255));
    }
}

byte[] Colour(int darkest) => [.. Enumerable.Range(0, 3).Select(_ => (byte)(darkest + Below(106)))];

// A linear congruential generator (Numerical Recipes): the same pictures everywhere.
int Below(int bound)
{
    state = (state * 1664525) + 1013904223;
    return (int)((state >> 8) % (uint)bound);
}

float Share() => Below(1 << 20) / (float)(1 << 20);
