using Thimble.Layers;
using Thimble.Options;

namespace Thimble.Tests.RandomNetworks;

/// <summary>
/// Draws networks of every registered kind of layer, with every option, in every order that the shapes allow. A new layer
/// needs a line in <see cref="MakerOf"/>.
/// </summary>
internal sealed class NetworkGenerator
{
    private const int Tries = 20;
    private const int MostNumbers = 500;
    private const int MostChannels = 12;
    // The definition is slow: this many multiply-adds a batch keep a network below some tens of milliseconds.
    private const long MostMultiplyAdds = 150_000;

    private readonly Draws _draws;
    private readonly List<Layer> _shared = [];
    private readonly bool _isWide;

    private NetworkGenerator(ulong seed, int number)
    {
        _draws = new(seed, number, place: 1);
        _isWide = RandomNetwork.IsWideNumber(number);
    }

    private delegate Layer Maker(Shape input, int depth);

    /// <summary>Draws one network.</summary>
    public static RandomNetwork Draw(ulong seed, int number) => new NetworkGenerator(seed, number).Network(seed, number);

    private RandomNetwork Network(ulong seed, int number)
    {
        Shape image = _isWide
            ? new(_draws.Between(1, 3), _draws.Between(5, 8), _draws.Between(5, 8))
            : new(_draws.Between(1, 3), _draws.Between(3, 12), _draws.Between(3, 12));
        var layers = new List<Layer>();
        if (_isWide)
            layers.AddRange(Wide());
        int count = _isWide ? _draws.Between(0, 2) : _draws.Between(1, 8);
        for (int i = 0; i < count; i++)
            TryAdd(image, layers, depth: 0);
        Finish(image, layers);
        var definition = new NetworkDefinition(image, layers);
        int most = (int)Math.Clamp(MostMultiplyAdds / Math.Max(1, definition.MultiplyAdds), _isWide ? 2 : 1, 40);
        // Few samples are as likely as many, a full block and one more among them.
        int batch = _draws.Chance(0.2) ? _draws.Of(1, 2, 15, 16, 17, 32, 33) : _draws.Between(1, 40);
        return new(seed, number, image, new([.. layers]), Math.Min(batch, most));
    }

    // Enough channels on both sides of a 3×3 convolution, and what may be around it.
    private List<Layer> Wide()
    {
        int kernel = _draws.Of(1, 3);
        var layers = new List<Layer> { new Conv2d(_draws.Of(32, 33, 36, 40, 48), kernel, padding: kernel / 2, bias: _draws.Chance(0.5)) };
        if (_draws.Chance(0.5))
            layers.Add(new BatchNorm2d());
        if (_draws.Chance(0.5))
            layers.Add(new ReLU());
        layers.Add(new Conv2d(_draws.Of(32, 34, 40), 3, padding: _draws.Of<Size2d>(1, 1, 0, (1, 0), 2), bias: _draws.Chance(0.5)));
        if (_draws.Chance(0.5))
            layers.Add(new ReLU());
        if (_draws.Chance(0.5))
            layers.Add(new BatchNorm2d());
        return layers;
    }

    // Draws until a layer fits.
    private void TryAdd(Shape image, List<Layer> layers, int depth)
    {
        for (int i = 0; i < Tries; i++)
        {
            if (TryLayer(image, layers, depth) is not { } layer)
                continue;
            layers.Add(layer);
            if (layer.Share is not null)
                _shared.Add(layer);
            return;
        }
    }

    private Layer? TryLayer(Shape image, List<Layer> layers, int depth)
    {
        try
        {
            Shape input = OutputOf(image, layers);
            Layer layer = _shared.Count > 0 && _draws.Chance(0.15) ? Again(_draws.Of(_shared)) : Make(input, depth);
            return IsSmall(OutputOf(image, [.. layers, layer])) ? layer : null;
        }
        catch (InvalidInputException)
        {
            return null;
        }
    }

    private bool IsSmall(Shape shape) => _isWide || (shape.Size <= MostNumbers && (shape.IsFlat || shape.Channels <= MostChannels));

    private static Shape OutputOf(Shape image, List<Layer> layers) => layers.Count == 0 ? image : new NetworkDefinition(image, layers).Output;

    // The same weights with another step or border.
    private Layer Again(Layer shared) => shared is Conv2d one
        ? new Conv2d(one.OutChannels, one.KernelSize, _draws.Size(1, 2), _draws.Size(0, (one.KernelSize.Rows - 1, one.KernelSize.Columns - 1)), one.Groups, one.Bias, one.Share)
        : shared;

    private Layer Make(Shape input, int depth)
    {
        OptionSchema<Layer> schema = _draws.Of(LayerKinds.All.Schemas);
        // What networks are mostly made of is drawn more often; what makes vectors of images, less.
        if (schema.Type == typeof(Flatten) || schema.Type == typeof(Linear) || schema.Type == typeof(AdaptiveAvgPool2d) || _draws.Chance(0.2))
            schema = _draws.Chance(0.5) ? schema : LayerKinds.All.OfKind(_draws.Of(nameof(Conv2d), nameof(BatchNorm2d), nameof(ReLU)))!;
        return MakerOf(schema.Kind)(input, depth);
    }

    private Maker MakerOf(string kind) => kind switch
    {
        nameof(Conv2d) => (input, _) => Convolution(input),
        nameof(Linear) => (_, _) => new Linear(_draws.Between(1, 12), _draws.Chance(0.7), Share()),
        nameof(ReLU) => (_, _) => new ReLU(),
        nameof(BatchNorm2d) => (_, _) => new BatchNorm2d(_draws.Of(1e-5f, 1e-3f, 0.1f), _draws.Of(0.1f, 0.01f, 0.5f, 1)),
        nameof(Dropout) => (_, _) => new Dropout(DropRate()),
        nameof(Dropout2d) => (_, _) => new Dropout2d(DropRate()),
        nameof(MaxPool2d) => (input, _) => Pool(input, (kernel, stride, padding) => new MaxPool2d(kernel, stride, padding)),
        nameof(AvgPool2d) => (input, _) => Pool(input, (kernel, stride, padding) => new AvgPool2d(kernel, stride, padding)),
        nameof(AdaptiveAvgPool2d) => (_, _) => new AdaptiveAvgPool2d(),
        nameof(Flatten) => (_, _) => new Flatten(),
        nameof(Residual) => Branches,
        nameof(LeakyReLU) => (_, _) => new LeakyReLU(_draws.Of(0, 0.01f, 0.3f, 0.9f)),
        nameof(PReLU) => (input, _) => new PReLU(_draws.Chance(0.5) ? 1 : input.Channels, _draws.Of(0.25f, 0, -0.5f, 1.5f)),
        nameof(SiLU) => (_, _) => new SiLU(),
        nameof(Hardswish) => (_, _) => new Hardswish(),
        nameof(ELU) => (_, _) => new ELU(_draws.Of(1, 0.5f, 0.01f, 3)),
        nameof(Scale) => (_, _) => new Scale(_draws.Of(1, 0.1f, -0.7f)),
        nameof(SqueezeExcite) => (_, _) => new SqueezeExcite(_draws.Of(1, 2, 4)),
        _ => throw new NotSupportedException($"The random networks cannot make a {kind} yet; add it to {nameof(NetworkGenerator)}.{nameof(MakerOf)}."),
    };

    private Conv2d Convolution(Shape input)
    {
        Size2d kernel = _draws.Size(1, (Math.Min(5, input.Height + 2), Math.Min(5, input.Width + 2)));
        Size2d padding = _draws.Chance(0.4) ? 0 : _draws.Size(0, (kernel.Rows - 1, kernel.Columns - 1));
        Size2d stride = _draws.Chance(0.6) ? 1 : _draws.Size(1, 2);
        int[] divisors = [.. Enumerable.Range(1, input.Channels).Where(groups => input.Channels % groups == 0)];
        int groups = _draws.Chance(0.5) ? 1 : _draws.Chance(0.3) ? input.Channels : _draws.Of(divisors);
        return new(groups * _draws.Between(1, Math.Max(1, 8 / groups)), kernel, stride, padding, groups, _draws.Chance(0.6), Share());
    }

    private T Pool<T>(Shape input, Func<Size2d, Size2d?, Size2d, T> create)
    {
        Size2d kernel = _draws.Size(1, (Math.Min(4, input.Height + 1), Math.Min(4, input.Width + 1)));
        Size2d padding = _draws.Chance(0.5) ? 0 : _draws.Size(0, (kernel.Rows / 2, kernel.Columns / 2));
        return create(kernel, _draws.Chance(0.4) ? null : _draws.Size(1, 4), padding);
    }

    private float DropRate() => _draws.Of(0, 0.1f, 0.5f, 0.9f);

    private string? Share() => _draws.Chance(0.35) ? $"shared-{_shared.Count}" : null;

    private Residual Branches(Shape input, int depth)
    {
        if (depth == 2)
            throw new InvalidInputException("deep enough");
        var branch = new List<Layer>();
        int count = _draws.Between(1, 3);
        for (int i = 0; i < count; i++)
            TryAdd(input, branch, depth + 1);
        if (branch.Count == 0)
            branch.Add(new ReLU());
        Shape output = OutputOf(input, branch);
        var shortcut = new List<Layer>();
        if (output != input)
            shortcut.AddRange(Bridge(input, output));
        if (_draws.Chance(0.3))
            shortcut.Add(_draws.Of<Layer>(new BatchNorm2d(), new ReLU(), new Scale(0.5f), new Dropout(0.1f)));
        return new(branch, shortcut.Count == 0 ? null : shortcut);
    }

    // Layers from one shape to another.
    private static Layer[] Bridge(Shape from, Shape to)
    {
        if (to.IsFlat)
            return from.IsFlat ? [new Linear(to.Channels)] : [new Flatten(), new Linear(to.Channels)];
        (int kernel, int padding) rows = BridgeOf(from.Height, to.Height);
        (int kernel, int padding) columns = BridgeOf(from.Width, to.Width);
        return [new Conv2d(to.Channels, (rows.kernel, columns.kernel), padding: (rows.padding, columns.padding))];
    }

    private static (int Kernel, int Padding) BridgeOf(int from, int to) => from >= to ? (from - to + 1, 0) : (to - from + 1, to - from);

    // 2 to 6 numbers at the end, some other way each time.
    private void Finish(Shape image, List<Layer> layers)
    {
        Shape output = OutputOf(image, layers);
        if (output.Size is < 2 or > 6 || layers.Count == 0)
        {
            int classes = _draws.Between(2, 6);
            layers.AddRange(output.IsFlat ? [new Linear(classes)] : _draws.Below(5) switch
            {
                0 => [new Flatten(), new Linear(classes)],
                1 => [new Conv2d(classes, (output.Height, output.Width))],
                2 => [new AdaptiveAvgPool2d(), new Linear(classes, bias: false)],
                3 => [new Conv2d(classes, 1), new AdaptiveAvgPool2d()],
                _ => [new AdaptiveAvgPool2d(), new Flatten(), new Linear(classes)],
            });
        }

        if (_draws.Chance(0.2))
            layers.Add(_draws.Of<Layer>(new BatchNorm2d(), new ReLU(), new Scale(0.3f), new Dropout(0.2f), new MaxPool2d(1), new Residual(new SiLU()), new Flatten()));
    }
}
