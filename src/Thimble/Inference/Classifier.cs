namespace Thimble;

/// <summary>
/// A trained network at work inside another program: pixels in, a class out. All members may be called from any number
/// of threads at once. Once warm, classifying pixels allocates nothing.
/// </summary>
/// <example>
/// <code>
/// using var classifier = Classifier.Load("weights.safetensors");
/// Classification digit = classifier.Classify(pixels);
/// Console.WriteLine($"{classifier.ClassNames[digit.Class]} ({digit.Probability:P1})");
/// </code>
/// </example>
public sealed unsafe class Classifier : IDisposable
{
    /// <summary>Images of a batch that are computed at a time: what it needs beside the caller's memory stays small.</summary>
    private const int ImagesAtATime = 4096;

    private readonly Network _network;
    private readonly Normalization _normalization;
    private readonly PicturePreparation _preparation;
    private readonly Calibration? _calibration;
    private readonly ImageLanes _lanes;
    private readonly int? _threads;
    private readonly Lock _batchLock = new();
    private readonly PixelBatch _batch;
    private Evaluator? _evaluator;
    private float[] _logits = [];

    /// <summary>Takes a copy of a trained network: what happens to the network afterwards is not seen.</summary>
    /// <param name="trained">The network, how pixels become its inputs, and what its classes are called.</param>
    /// <param name="threads">Threads for batches, at least 1; the processor's count by default. Single images need none.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no thread.</exception>
    public Classifier(TrainedNetwork trained, int? threads = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(threads ?? 1, nameof(threads));
        _network = trained.Network.Copy();
        _normalization = trained.Description.Normalization;
        _preparation = trained.Description.Preparation;
        _calibration = trained.Description.Calibration;
        _lanes = new(_network, _normalization);
        _threads = threads;
        _batch = new(InputShape, _normalization);
        ClassNames = trained.Description.ClassNames;
    }

    /// <summary>The shape of an image.</summary>
    public Shape InputShape => _network.Definition.Input;

    /// <summary>The number of classes.</summary>
    public int ClassCount => _network.Definition.ClassCount;

    /// <summary>What the classes are called, in their order.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>
    /// Whether the weights file says which images the network can recognize: if not, <see cref="Classification.IsRecognized"/> is always true.
    /// </summary>
    public bool IsCalibrated => _calibration is not null;

    /// <summary>The largest batch that is classified one image at a time: a block of sixteen costs about as much as this many images alone.</summary>
    internal const int MostOneByOne = 8;

    /// <summary>Loads a weights file that Thimble wrote; the network's structure is in it.</summary>
    /// <param name="path">The file: <c>final.safetensors</c> of a run.</param>
    /// <param name="threads">Threads for batches, at least 1; the processor's count by default. Single images need none.</param>
    /// <exception cref="InvalidInputException">The file cannot be read, is damaged, or has weights without a structure.</exception>
    public static Classifier Load(string path, int? threads = null) => new(TrainedNetwork.Load(path), threads);

    /// <summary>Classifies an image.</summary>
    /// <param name="pixels">Channel, row, column, as the network was trained: for MNIST 28×28, 0 (background) to 255 (ink).</param>
    /// <param name="probabilities">Receives the probability of each class; empty to leave them out.</param>
    /// <exception cref="ArgumentException">The pixels or probabilities are not as many as the network has.</exception>
    public Classification Classify(ReadOnlySpan<byte> pixels, Span<float> probabilities = default)
    {
        if (pixels.Length != InputShape.Size)
            throw new ArgumentException($"{pixels.Length} pixels are not the {InputShape.Size} of an image.", nameof(pixels));
        if (!probabilities.IsEmpty && probabilities.Length != ClassCount)
            throw new ArgumentException($"Room for {probabilities.Length} probabilities of {ClassCount}.", nameof(probabilities));
        ImageLane lane = _lanes.Take();
        Classification classification = Answer(pixels, lane.Logits(pixels), probabilities);
        _lanes.Return(lane);
        return classification;
    }

    /// <summary>Classifies a picture, prepared as the images were that the network was trained on. Allocates.</summary>
    /// <param name="picture">The picture, of any size.</param>
    /// <param name="probabilities">Receives the probability of each class; empty to leave them out.</param>
    /// <remarks>
    /// <see cref="NetworkDescription.Preparation"/> says how. An older weights file does not; then what is customary for its data is assumed,
    /// and <c>trained with { Description = trained.Description with { Preparation = … } }</c> chooses.
    /// </remarks>
    /// <exception cref="InvalidInputException">It cannot be prepared (of a digit: nothing is drawn on it), or the network takes neither grey nor RGB images.</exception>
    public Classification Classify(Picture picture, Span<float> probabilities = default) =>
        Classify(_preparation.Prepare(picture, InputShape, "the picture").Pixels, probabilities);

    /// <summary>Classifies images on several threads, one batch at a time.</summary>
    /// <param name="images">Image after image, each as <see cref="Classify(ReadOnlySpan{byte}, Span{float})"/> takes it.</param>
    /// <param name="classifications">Receives one an image.</param>
    /// <exception cref="ArgumentException">The pixels are not those of as many images.</exception>
    public void ClassifyBatch(ReadOnlySpan<byte> images, Span<Classification> classifications)
    {
        int size = InputShape.Size;
        if (images.Length != (long)classifications.Length * size)
            throw new ArgumentException($"{images.Length} pixels are not {classifications.Length} images of {size}.", nameof(images));
        if (classifications.Length <= MostOneByOne)
        {
            for (int i = 0; i < classifications.Length; i++)
                classifications[i] = Classify(images.Slice(i * size, size));
            return;
        }

        lock (_batchLock)
        {
            for (int start = 0; start < classifications.Length; start += ImagesAtATime)
            {
                int count = Math.Min(ImagesAtATime, classifications.Length - start);
                ClassifyPart(images.Slice(start * size, count * size), classifications.Slice(start, count));
            }
        }
    }

    /// <summary>Ends the threads; not to be called while others classify.</summary>
    public void Dispose() => _evaluator?.Dispose();

    private void ClassifyPart(ReadOnlySpan<byte> images, Span<Classification> classifications)
    {
        _evaluator ??= new(_network, _threads);
        if (_logits.Length < classifications.Length * ClassCount)
            _logits = new float[classifications.Length * ClassCount];
        Span<float> logits = _logits.AsSpan(0, classifications.Length * ClassCount);
        fixed (byte* first = images)
        {
            _batch.PointTo(first, classifications.Length);
            _evaluator.Logits(_batch, logits);
        }

        for (int i = 0; i < classifications.Length; i++)
            classifications[i] = Answer(images.Slice(i * InputShape.Size, InputShape.Size), logits.Slice(i * ClassCount, ClassCount), []);
    }

    private Classification Answer(ReadOnlySpan<byte> pixels, ReadOnlySpan<float> logits, Span<float> probabilities)
    {
        if (_calibration is null)
            return Softmax.Of(logits, temperature: 1, probabilities);
        Classification answer = Softmax.Of(logits, _calibration.Temperature, probabilities);
        return answer with { IsRecognized = _calibration.Recognizes(pixels, InputShape, answer.Class, logits[answer.Class]) };
    }
}
