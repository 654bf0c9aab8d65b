using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Thimble.Cli.Display;

/// <summary>What pictures show, as JSON for other programs.</summary>
internal static class RecognitionJson
{
    private static readonly JsonWriterOptions Readable = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A list with an object a picture, in their order; one that was refused has an error in place of a class.</summary>
    public static string Of(IEnumerable<RecognizedPicture> pictures)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Readable))
        {
            json.WriteStartArray();
            foreach (RecognizedPicture picture in pictures)
                Write(json, picture);
            json.WriteEndArray();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static void Write(Utf8JsonWriter json, RecognizedPicture picture)
    {
        json.WriteStartObject();
        json.WriteString("image", picture.Name);
        if (picture.Problem is not null)
        {
            json.WriteString("error", picture.Problem);
            json.WriteEndObject();
            return;
        }

        Write(json, picture.Opinions[0]);
        json.WriteStartArray("top");
        foreach (NamedOpinion opinion in picture.Opinions)
        {
            json.WriteStartObject();
            Write(json, opinion);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        if (picture.Prepared is { WasLightOnDark: { } isLight } prepared)
        {
            json.WriteString("ink", isLight ? "light on dark" : "dark on light");
            json.WriteStartObject("ink_box");
            json.WriteNumber("left", prepared.Ink.Left);
            json.WriteNumber("top", prepared.Ink.Top);
            json.WriteNumber("width", prepared.Ink.Width);
            json.WriteNumber("height", prepared.Ink.Height);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, NamedOpinion opinion)
    {
        json.WriteNumber("class", opinion.Class);
        json.WriteString("name", opinion.Name);
        json.WriteNumber("probability", Math.Round(opinion.Probability, 6));
    }
}
