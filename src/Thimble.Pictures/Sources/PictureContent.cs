using System.Collections.Concurrent;

namespace Thimble.Pictures;

/// <summary>Labelled picture files of any size.</summary>
/// <param name="name">The data's name.</param>
/// <param name="kind">What it is, for people.</param>
/// <param name="path">Where it is.</param>
/// <param name="pictures">The files, in the order of <see cref="SourceContent.Splits"/>.</param>
/// <param name="classNames">What the classes are called.</param>
internal sealed class PictureContent(string name, string kind, string path, IReadOnlyList<PictureSplit> pictures, IReadOnlyList<string> classNames)
    : SourceContent(path, classNames, [.. pictures.Select(split => new SourceSplit(split.Name, split.CountClasses(classNames.Count)))])
{
    private const int GreyTolerance = 24;

    /// <inheritdoc/>
    public override string Name => name;

    /// <inheritdoc/>
    public override string Kind => kind;

    /// <inheritdoc/>
    public override SourceSample Look(int count = 64)
    {
        IReadOnlyList<string> paths = pictures[0].Paths;
        int looked = Math.Min(count, paths.Count);
        var sizes = new (int, int)[looked];
        bool[] hasColour = new bool[looked];
        var problems = new ConcurrentDictionary<int, string>();
        Parallel.For(0, looked, i =>
        {
            string chosen = paths[(int)((long)i * paths.Count / looked)];
            try
            {
                byte[] file = PictureInput.OfFile(chosen, PictureFile.Formats);
                (sizes[i], hasColour[i]) = PixelBudget.Shared.Use(PictureFile.PixelsOf(file), () =>
                {
                    Picture picture = PictureFile.Read(file, chosen);
                    return ((picture.Width, picture.Height), HasColour(picture));
                });
            }
            catch (InvalidInputException problem)
            {
                problems[i] = problem.Message;
            }
        });
        return new([.. sizes.Where((_, i) => !problems.ContainsKey(i))], hasColour.Contains(value: true), [.. problems.OrderBy(problem => problem.Key).Select(problem => problem.Value)]);
    }

    /// <inheritdoc/>
    public override Dataset Read(SourceRequest request)
    {
        PicturePreparation preparation = request.Preparation ?? new FitPreparation();
        var pixels = new PreparedPixels(request, preparation);
        string evaluatedName = EvaluatedSplit(request.Evaluated) ?? Dataset.TestName;
        ImageDataset train = Read(Dataset.TrainName, pixels, request.Input);
        ImageDataset evaluated = Read(evaluatedName, pixels, request.Input);
        return new Dataset(train, evaluated, Normalization.Of(train.Count > 0 ? train : evaluated), Path) { Preparation = preparation, ClassNames = ClassNames };
    }

    // JPEG makes a grey photograph a little coloured at its edges.
    private static bool HasColour(Picture picture)
    {
        ReadOnlySpan<byte> rgb = picture.Rgb;
        for (int i = 0; i + 2 < rgb.Length; i += 3)
        {
            int greatest = Math.Max(rgb[i], Math.Max(rgb[i + 1], rgb[i + 2]));
            int least = Math.Min(rgb[i], Math.Min(rgb[i + 1], rgb[i + 2]));
            if (greatest - least > GreyTolerance)
                return true;
        }

        return false;
    }

    private ImageDataset Read(string split, PreparedPixels pixels, Shape input) => pictures.FirstOrDefault(one => one.Name == split) is { } found
        ? new(Name, split, input, ClassNames.Count, pixels.Of(found.Paths), places: null, found.Labels)
        {
            ImageNames = [.. found.Paths.Select(path => System.IO.Path.GetRelativePath(Path, path).Replace('\\', '/'))],
        }
        : new(Name, split, input, ClassNames.Count, [], []);
}
