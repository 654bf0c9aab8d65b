using System.Text;

namespace Thimble.Tests.Export.Onnx;

/// <summary>A protocol buffers message taken apart again, strictly.</summary>
internal sealed class ProtobufMessage
{
    private readonly List<(int Field, int Kind, ulong Number, byte[] Bytes)> _fields = [];

    public ProtobufMessage(byte[] bytes)
    {
        for (int place = 0; place < bytes.Length;)
        {
            ulong key = Variable(bytes, ref place);
            int kind = (int)(key & 7);
            ulong number = kind == 0 ? Variable(bytes, ref place) : 0;
            int length = kind switch
            {
                0 => 0,
                2 => (int)Variable(bytes, ref place),
                5 => 4,
                _ => throw new InvalidDataException($"field {key >> 3} is of kind {kind}"),
            };
            _fields.Add(((int)(key >> 3), kind, number, bytes[place..(place + length)]));
            place += length;
        }
    }

    public IEnumerable<long> Integers(int field) => _fields.Where(one => one.Field == field && one.Kind == 0).Select(one => (long)one.Number);

    public IEnumerable<byte[]> Bytes(int field) => _fields.Where(one => one.Field == field && one.Kind == 2).Select(one => one.Bytes);

    public IEnumerable<string> Texts(int field) => Bytes(field).Select(Encoding.UTF8.GetString);

    public string Text(int field) => Texts(field).Single();

    public IEnumerable<ProtobufMessage> Messages(int field) => Bytes(field).Select(bytes => new ProtobufMessage(bytes));

    public ProtobufMessage Message(int field) => Messages(field).Single();

    public float Single(int field) => BitConverter.ToSingle(_fields.Single(one => one.Field == field && one.Kind == 5).Bytes);

    private static ulong Variable(byte[] bytes, ref int place)
    {
        ulong value = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte one = bytes[place++];
            value |= (ulong)(one & 0x7f) << shift;
            if (one < 0x80)
                return value;
        }
    }
}
