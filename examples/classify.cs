#:project ../src/Thimble/Thimble.csproj
#:property PublishAot=false

// A trained network in a program of your own: dotnet run examples/classify.cs -- [PNG pictures of digits]
using System.Runtime.CompilerServices;
using Thimble;

string folder = FolderOf();
using var classifier = Classifier.Load(Path.Combine(folder, "digits.safetensors"));
foreach (string path in args.Length > 0 ? args : Directory.GetFiles(Path.Combine(folder, "pictures"), "*.png"))
{
    // Prepared as the network was trained: found, framed and centred as MNIST's digits are. Classify also takes 28×28 bytes as they are, and then allocates nothing.
    Classification digit = classifier.Classify(PngReader.Read(path));
    Console.WriteLine($"{Path.GetFileName(path)}: {classifier.ClassNames[digit.Class]} ({digit.Probability:P1})");
}

static string FolderOf([CallerFilePath] string thisFile = "") => Path.GetDirectoryName(thisFile)!;
