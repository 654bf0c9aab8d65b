// Draws pictures to try Thimble with: circles, crosses and squares in colours, of several sizes. A folder a class, and a folder of new ones.
//   dotnet run examples/shapes.cs
#:property PublishAot=false

var random = new Random(1);
string[] shapes = ["circle", "cross", "square"];
foreach (string shape in shapes)
{
    Directory.CreateDirectory(Path.Combine("pictures", shape));
    for (int i = 1; i <= 40; i++)
        Draw(Path.Combine("pictures", shape, $"{i}.bmp"), shape);
    Directory.CreateDirectory("new");
    Draw(Path.Combine("new", $"{shape}.bmp"), shape);
}

// A shape of one colour on another, with noise, as a BMP of 24 bits.
void Draw(string path, string shape)
{
    int side = 4 * random.Next(8, 17);
    byte[] ground = Colour(), ink = [.. ground.Select(value => (byte)(value + 128))];
    double radius = side * (0.2 + (0.15 * random.NextDouble()));
    double x = side * (0.4 + (0.2 * random.NextDouble())), y = side * (0.4 + (0.2 * random.NextDouble()));
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
        foreach (byte value in isInside ? ink : ground)
            file.Write((byte)Math.Clamp(value + random.Next(-20, 21), 0, 255));
    }
}

byte[] Colour() => [.. Enumerable.Range(0, 3).Select(_ => (byte)random.Next(256))];
