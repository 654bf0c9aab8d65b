namespace Thimble.Tests.Data;

public sealed class DatasetCatalogueTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TemporaryFolder _cache = new();

    public void Dispose()
    {
        _folder.Dispose();
        _cache.Dispose();
    }

    [Fact]
    public void The_real_MNIST_is_verified_and_normalized_as_is_customary()
    {
        Dataset mnist = new DatasetCatalogue().Open("mnist", RealMnist.Folder);
        Assert.Equal(("mnist", 60_000, 10_000, 10), (mnist.Name, mnist.Train.Count, mnist.Evaluated.Count, mnist.Train.ClassCount));
        Assert.Equal(new Shape(1, 28, 28), mnist.Train.ImageShape);
        Assert.Equal(Normalization.Mnist, mnist.Normalization);
        Assert.Equal([5, 0, 4, 1, 9], mnist.Train.Labels[..5].ToArray());
        Normalization measured = Normalization.Of(mnist.Train);
        Assert.Equal(0.1307f, measured.Means[0], 0.0001f);
        Assert.Equal(0.3081f, measured.StandardDeviations[0], 0.0001f);
    }

    [Fact]
    public void The_real_Fashion_MNIST_is_verified()
    {
        const string debianFolder = "/usr/share/datasets/fashion-mnist";
        Assert.SkipUnless(Directory.Exists(debianFolder), "Debian's package dataset-fashion-mnist is not installed");
        Dataset fashion = new DatasetCatalogue().Open("fashion-mnist", debianFolder);
        Assert.Equal(("fashion-mnist", 60_000, 10_000, 10), (fashion.Name, fashion.Train.Count, fashion.Evaluated.Count, fashion.Train.ClassCount));
        Normalization measured = Normalization.Of(fashion.Train);
        Assert.Equal(fashion.Normalization.Means[0], measured.Means[0], 0.0001f);
        Assert.Equal(fashion.Normalization.StandardDeviations[0], measured.StandardDeviations[0], 0.0001f);
    }

    [Fact]
    public void MNIST_is_not_taken_for_Fashion_MNIST() =>
        OneLine.Thrown<InvalidInputException>(
            () => new DatasetCatalogue().Open("fashion-mnist", RealMnist.Folder),
            RealMnist.Folder, "ba891046e650", "c59f468a2f67", "files");

    [Fact]
    public void MNIST_is_recognized_when_the_name_is_left_off() =>
        Assert.Equal("mnist", new DatasetCatalogue().Open(null, RealMnist.Folder).Name);

    [Theory]
    [InlineData("", false)]
    [InlineData("", true)]
    [InlineData(SmallSet.Name, true)]
    public void A_named_folder_or_its_subfolder_is_searched_for_plain_and_compressed_files(string subfolder, bool compressed)
    {
        SmallSet.WriteTo(_folder, subfolder, compressed);
        Dataset small = Catalogue().Open(SmallSet.Name, _folder.Path);
        Assert.Equal((12, 6, 3), (small.Train.Count, small.Evaluated.Count, small.Train.ClassCount));
        Assert.Equal(new Normalization(0.25f, 0.5f), small.Normalization);
        Assert.Equal(_folder.Sub(subfolder).TrimEnd('/'), small.Source.TrimEnd('/'));
    }

    [Fact]
    public void THIMBLE_DATA_is_searched_before_the_cache()
    {
        SmallSet.WriteTo(_folder);
        SmallSet.WriteTo(_cache, SmallSet.Name);
        Assert.Equal(_folder.Path, Catalogue(_folder.Path).Open(SmallSet.Name).Source);
        Assert.Equal(_cache.Sub(SmallSet.Name), Catalogue().Open(SmallSet.Name).Source);
    }

    [Fact]
    public void The_search_goes_on_when_THIMBLE_DATA_holds_the_set_only_in_part()
    {
        SmallSet.WriteTo(_folder, except: "t10k-labels-idx1-ubyte");
        SmallSet.WriteTo(_cache, SmallSet.Name);
        Assert.Equal(_cache.Sub(SmallSet.Name), Catalogue(_folder.Path).Open(SmallSet.Name).Source);
    }

    [Fact]
    public void A_damaged_file_in_the_cache_is_never_used()
    {
        byte[] altered = [.. SmallSet.Files["t10k-images-idx3-ubyte"]];
        altered[^1] ^= 1;
        SmallSet.WriteTo(_cache, SmallSet.Name, except: "t10k-images-idx3-ubyte", instead: altered);
        OneLine.Thrown<DataUnavailableException>(
            () => Catalogue().Open(SmallSet.Name, allowDownload: false),
            _cache.Sub(SmallSet.Name), "t10k-images-idx3-ubyte", "sha256", "give a folder with its four files");
    }

    [Fact]
    public void What_is_nowhere_names_every_place_and_the_way_out() =>
        OneLine.Thrown<DataUnavailableException>(
            () => Catalogue(_folder.Path).Open(SmallSet.Name, allowDownload: false),
            $"THIMBLE_DATA {_folder.Path}", _cache.Sub(SmallSet.Name), "no such folder", "download is not allowed", "give a folder with its four files", "synthetic-digits");

    [Fact]
    public void A_named_folder_that_lacks_files_is_an_error_that_names_them()
    {
        SmallSet.WriteTo(_folder, except: "t10k-labels-idx1-ubyte");
        SmallSet.WriteTo(_cache, SmallSet.Name);
        OneLine.Thrown<InvalidInputException>(
            () => Catalogue().Open(SmallSet.Name, _folder.Path), _folder.Path, "t10k-labels-idx1-ubyte missing", "give a folder");
    }

    [Fact]
    public void A_named_folder_that_does_not_exist_is_an_error() =>
        OneLine.Thrown<InvalidInputException>(
            () => Catalogue().Open(SmallSet.Name, _folder.Sub("none")), _folder.Sub("none"), "no such folder", "give one that holds");

    [Fact]
    public void A_named_folder_with_a_damaged_file_is_an_error_that_names_it()
    {
        SmallSet.WriteTo(_folder, except: "t10k-images-idx3-ubyte", instead: SmallSet.Files["t10k-images-idx3-ubyte"][..^1]);
        OneLine.Thrown<InvalidInputException>(
            () => Catalogue().Open(SmallSet.Name, _folder.Path), _folder.Sub("t10k-images-idx3-ubyte"), "truncated", "fetch it again");
    }

    [Fact]
    public void Own_files_under_a_known_name_are_an_error_with_both_hashes_and_the_name_to_use()
    {
        byte[] own = IdxBytes.Labels(12, i => (byte)(i % 2));
        SmallSet.WriteTo(_folder, except: "train-labels-idx1-ubyte", instead: own);
        string found = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(own));
        OneLine.Thrown<InvalidInputException>(
            () => Catalogue().Open(SmallSet.Name, _folder.Path),
            _folder.Sub("train-labels-idx1-ubyte"), found, SmallSet.Entry().Files[1].Sha256!, "the name files");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("files")]
    public void Own_files_tell_their_size_and_classes_and_are_measured(string? name)
    {
        SmallSet.WriteTo(_folder, except: "train-labels-idx1-ubyte", instead: IdxBytes.Labels(12, i => (byte)(i % 5)));
        Dataset own = Catalogue().Open(name, _folder.Path);
        Assert.Equal(("files", new Shape(1, 5, 4), 5), (own.Name, own.Train.ImageShape, own.Train.ClassCount));
        Assert.Equal(Normalization.Of(own.Train), own.Normalization);
        Assert.Equal(_folder.Path, own.Source);
    }

    [Fact]
    public void Images_of_a_known_set_are_prepared_as_its_own_whatever_they_are_called_and_labelled()
    {
        SmallSet.WriteTo(_folder, except: "train-labels-idx1-ubyte", instead: IdxBytes.Labels(12, index => (byte)(index % 2)));
        Dataset relabelled = Catalogue().Open(null, _folder.Path);
        Assert.Equal(("files", PicturePreparation.Digit), (relabelled.Name, relabelled.Preparation));
        Assert.Equal(PicturePreparation.Digit, Catalogue().Open("files", _folder.Path).Preparation);

        SmallSet.WriteTo(_folder, except: "train-images-idx3-ubyte", instead: IdxBytes.Images(12, 5, 4, i => (byte)(i * 3)));
        Assert.Equal(PicturePreparation.Whole, Catalogue().Open(null, _folder.Path).Preparation);
    }

    [Fact]
    public void Own_files_need_a_folder() =>
        OneLine.Thrown<InvalidInputException>(() => Catalogue().Open("files"), "give the folder");

    [Fact]
    public void Own_files_with_a_single_class_are_refused()
    {
        SmallSet.WriteTo(_folder, except: "train-labels-idx1-ubyte", instead: IdxBytes.Labels(12, _ => 0));
        _folder.Write("t10k-labels-idx1-ubyte", IdxBytes.Labels(6, _ => 0));
        OneLine.Thrown<InvalidInputException>(() => Catalogue().Open("files", _folder.Path), _folder.Sub("train-labels-idx1-ubyte"), "two classes", "label");
    }

    [Fact]
    public void More_labels_than_images_are_refused()
    {
        SmallSet.WriteTo(_folder, except: "train-labels-idx1-ubyte", instead: IdxBytes.Labels(13));
        OneLine.Thrown<InvalidInputException>(() => Catalogue().Open("files", _folder.Path), "13 labels", "12 images", "train-labels-idx1-ubyte", "give the labels");
    }

    [Fact]
    public void Training_and_test_images_of_two_sizes_are_refused()
    {
        SmallSet.WriteTo(_folder, except: "t10k-images-idx3-ubyte", instead: IdxBytes.Images(6, 4, 5));
        OneLine.Thrown<InvalidInputException>(() => Catalogue().Open("files", _folder.Path), "t10k-images-idx3-ubyte", "4×5", "5×4", "must have one size");
    }

    [Fact]
    public void An_unknown_name_is_answered_with_the_known_ones() =>
        OneLine.Thrown<InvalidInputException>(() => new DatasetCatalogue(Locations()).Open("cifar"), "'cifar'", "mnist, fashion-mnist, kmnist, qmnist, synthetic-digits", "files");

    [Fact]
    public void Synthetic_digits_need_no_place_and_take_no_folder()
    {
        Assert.Equal("synthetic-digits", Catalogue().Open("synthetic-digits", allowDownload: false).Name);
        OneLine.Thrown<InvalidInputException>(() => Catalogue().Open("synthetic-digits", _folder.Path), "give no folder");
    }

    [Fact]
    public void The_status_tells_each_place_with_its_reason_and_the_first_verified_folder()
    {
        SmallSet.WriteTo(_folder, except: "train-labels-idx1-ubyte", instead: IdxBytes.Labels(11));
        SmallSet.WriteTo(_cache, SmallSet.Name, compressed: true);

        IReadOnlyList<DatasetStatus> statuses = Catalogue(_folder.Path).Statuses();

        DatasetStatus small = statuses[0];
        Assert.Equal([DatasetPlaceState.Damaged, DatasetPlaceState.Verified], small.Places.Select(place => place.State));
        Assert.Equal(["THIMBLE_DATA", "cache"], small.Places.Select(place => place.Origin));
        Assert.Contains("11 labels for the 12 images", small.Places[0].Explanation);
        Assert.Equal((_cache.Sub(SmallSet.Name), true, 12, 6), (small.Folder, small.IsAvailable, small.TrainCount, small.TestCount));
        Assert.Equal(64, small.ContentHash!.Length);
        Assert.Equal(("synthetic-digits", true), (statuses[1].Name, statuses[1].IsAvailable));
    }

    [Fact]
    public void The_status_of_a_folder_speaks_of_no_other_place()
    {
        SmallSet.WriteTo(_cache, SmallSet.Name, compressed: true);

        DatasetStatus only = Assert.Single(Catalogue(_cache.Path).Statuses(_folder.Sub("none")));

        Assert.Equal([DatasetPlace.GivenFolder], only.Places.Select(place => place.Origin));
        Assert.False(only.IsAvailable);
    }

    [Fact]
    public void The_status_of_what_is_nowhere_is_not_available()
    {
        DatasetStatus small = Catalogue().Statuses()[0];
        Assert.Equal((null, false, 0, null), (small.Folder, small.IsAvailable, small.TrainCount, small.ContentHash));
    }

    private DatasetLocations Locations() => new(null, _cache.Path);

    private DatasetCatalogue Catalogue(string? environment = null) => SmallSet.Catalogue(_cache.Path, environment);
}
