using System.Text.Json.Nodes;

namespace Thimble.Cli.Display;

/// <summary>What pictures show, as JSON for other programs.</summary>
internal static class RecognitionJson
{
    /// <summary>A list with an object a picture, in their order; one that was refused has an error in place of a class.</summary>
    public static string Of(IEnumerable<RecognizedPicture> pictures) => Json.Text(Json.List(pictures, Of));

    private static JsonObject Of(RecognizedPicture picture)
    {
        var json = new JsonObject { ["image"] = picture.Name };
        if (picture.Problem is not null)
        {
            json["error"] = picture.Problem;
            return json;
        }

        Add(picture.Opinions[0], json);
        json["recognized"] = picture.IsRecognized;
        json["top"] = Json.List(picture.Opinions, opinion => Add(opinion, []));
        if (picture.Prepared is { WasLightOnDark: { } isLight, Ink: var ink })
        {
            json["ink"] = isLight ? "light on dark" : "dark on light";
            json["ink_box"] = new JsonObject { ["left"] = ink.Left, ["top"] = ink.Top, ["width"] = ink.Width, ["height"] = ink.Height };
        }

        return json;
    }

    private static JsonObject Add(NamedOpinion opinion, JsonObject json)
    {
        json["class"] = opinion.Class;
        json["name"] = opinion.Name;
        json["probability"] = Math.Round(opinion.Probability, 6);
        return json;
    }
}
