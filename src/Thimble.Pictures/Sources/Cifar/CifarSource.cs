using System.Text;

namespace Thimble.Pictures;

/// <summary>CIFAR-10 and CIFAR-100 as published, in the binary version: a folder of its files, or the archive that they come in.</summary>
internal sealed class CifarSource : DataSource
{
    private const int LongestName = 100;

    private static readonly string[] Archives = [".tar.gz", ".tgz", ".tar"];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Names => [.. CifarFormat.All.Select(format => format.Name)];

    /// <inheritdoc/>
    public override bool IsPublished => true;

    /// <inheritdoc/>
    public override SourceContent? Recognize(string path)
    {
        try
        {
            CifarFiles? files = Directory.Exists(path) ? CifarFiles.InFolder(path)
                : !File.Exists(path) ? null
                : Archives.Any(end => path.EndsWith(end, StringComparison.OrdinalIgnoreCase)) ? CifarFiles.InArchive(path)
                : CifarFormat.All.Any(format => format.TrainFiles.Append(format.TestFile).Contains(Path.GetFileName(path))) ? CifarFiles.InFolder(Path.GetDirectoryName(Path.GetFullPath(path))!)
                : null;
            if (files is null)
                return null;
            CifarFormat? found = CifarFormat.All.FirstOrDefault(format => files.Contents.ContainsKey(format.TestFile) || format.TrainFiles.Any(files.Contents.ContainsKey));
            if (found is not null)
                return ContentOf(path, found, files);
            return files.PythonFile is null ? null : throw new InvalidInputException(
                $"{path}: this is CIFAR in the version for Python ({files.PythonFile} is a pickle), which is not read; fetch the binary version, cifar-10-binary.tar.gz or cifar-100-binary.tar.gz");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException($"{path}: cannot be read ({error.Message.ReplaceLineEndings(" ")}); check your rights, or fetch it again", error);
        }
    }

    private static PixelContent ContentOf(string path, CifarFormat format, CifarFiles files)
    {
        string[] missing = [.. format.TrainFiles.Append(format.TestFile).Where(file => !files.Contents.ContainsKey(file))];
        if (missing.Length > 0)
            throw new InvalidInputException($"{path}: {format.Name} lacks {string.Join(", ", missing)}; fetch it again");
        IReadOnlyList<string> names = files.Contents.TryGetValue(format.NamesFile, out byte[]? text) ? NamesIn($"{path}, {format.NamesFile}", text, format) : format.ClassNames;
        ImageDataset train = Images(path, Dataset.TrainName, format, files, format.TrainFiles);
        ImageDataset test = Images(path, Dataset.TestName, format, files, [format.TestFile]);
        int published = format.MostImages * format.TrainFiles.Count;
        return new($"{format.Name}, as published", path, [train, test], format.Normalization, names)
        {
            Oddities = train.Count == published ? [] : [$"{published:N0} images to train on were published, and {train.Count:N0} are here"],
        };
    }

    private static ImageDataset Images(string path, string split, CifarFormat format, CifarFiles files, IReadOnlyList<string> names)
    {
        foreach (string name in names.Where(name => files.Contents[name].Length == 0 || files.Contents[name].Length % format.RecordLength != 0))
            throw new InvalidInputException($"{path}, {name}: it has {files.Contents[name].Length:N0} bytes, and an image takes {format.RecordLength:N0}: it is truncated or something else; fetch it again");
        int count = names.Sum(name => files.Contents[name].Length / format.RecordLength);
        byte[] pixels = new byte[count * CifarFormat.Image.Size];
        byte[] labels = new byte[count];
        int image = 0;
        foreach (string name in names)
        {
            ReadOnlySpan<byte> content = files.Contents[name];
            for (int at = 0; at < content.Length; at += format.RecordLength, image++)
            {
                labels[image] = content[at + format.LabelBytes - 1];
                if (labels[image] >= format.ClassNames.Count)
                    throw new InvalidInputException($"{path}, {name}: image {at / format.RecordLength:N0} has the label {labels[image]}, and {format.Name} has 0 to {format.ClassNames.Count - 1}; fetch it again");
                content.Slice(at + format.LabelBytes, CifarFormat.Image.Size).CopyTo(pixels.AsSpan(image * CifarFormat.Image.Size));
            }
        }

        return new(format.Name, split, CifarFormat.Image, format.ClassNames.Count, pixels, labels);
    }

    private static string[] NamesIn(string name, byte[] text, CifarFormat format)
    {
        string[] names = [.. Encoding.UTF8.GetString(text).Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0)];
        bool isSound = names.Length == format.ClassNames.Count && names.Distinct().Count() == names.Length && names.All(one => one.Length <= LongestName && !one.Any(char.IsControl));
        return isSound ? names : throw new InvalidInputException($"{name}: {format.ClassNames.Count} different names are wanted, one a line; fetch it again, or take it away: the published names are known");
    }
}
