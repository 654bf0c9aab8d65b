using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Thimble;

/// <summary>Recognizes a data set of the catalogue by its images and labels, whatever kind of file they came in.</summary>
internal static class KnownContent
{
    /// <summary>Compares images with the catalogue.</summary>
    /// <param name="train">The training images.</param>
    /// <param name="test">The test images.</param>
    /// <returns>The data set whose content, written as IDX files, these images are; null if it is unknown.</returns>
    public static CatalogueEntry? Of(ImageDataset train, ImageDataset test) => CatalogueEntry.All.FirstOrDefault(entry =>
        IsFile(entry.Files[0], ImagesOf(train)) && IsFile(entry.Files[1], LabelsOf(train)) && IsFile(entry.Files[2], ImagesOf(test)) && IsFile(entry.Files[3], LabelsOf(test)));

    private static bool IsFile(CatalogueFile file, IdxContent content) => content.Length == file.Length && file.Sha256 is { } known && content.Sha256() == known;

    private static IdxContent ImagesOf(ImageDataset images) => new(
        [IdxHeader.ImagesMagic, images.Count, images.ImageShape.Height, images.ImageShape.Width], (long)images.Count * images.ImageShape.Size,
        hash =>
        {
            for (int i = 0; i < images.Count; i++)
                hash.AppendData(images.Pixels(i));
        });

    private static IdxContent LabelsOf(ImageDataset images) => new([IdxHeader.LabelsMagic, images.Count], images.Count, hash => hash.AppendData(images.Labels));

    private sealed record IdxContent(int[] Header, long Values, Action<IncrementalHash> Append)
    {
        public long Length => (Header.Length * sizeof(int)) + Values;

        public string Sha256()
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            byte[] number = new byte[sizeof(int)];
            foreach (int value in Header)
            {
                BinaryPrimitives.WriteInt32BigEndian(number, value);
                hash.AppendData(number);
            }

            Append(hash);
            return Convert.ToHexStringLower(hash.GetHashAndReset());
        }
    }
}
