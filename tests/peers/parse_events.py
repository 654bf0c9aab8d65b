"""Reads TensorBoard's Event messages, one a line in hexadecimal as read_events.js prints them, with Google's protobuf
(Debian: python3-protobuf) and prints time, step and every figure. The fields are those of tensorflow/core/util/event.proto
and tensorflow/core/framework/summary.proto."""
import sys

from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

Field = descriptor_pb2.FieldDescriptorProto
FIELDS = {
    "Event": [("wall_time", 1, Field.TYPE_DOUBLE), ("step", 2, Field.TYPE_INT64), ("file_version", 3, Field.TYPE_STRING),
              ("summary", 5, ".Summary")],
    "Summary": [("value", 1, "*.Value")],
    "Value": [("tag", 1, Field.TYPE_STRING), ("simple_value", 2, Field.TYPE_FLOAT)]}


def event_type():
    file = descriptor_pb2.FileDescriptorProto(name="event.proto", syntax="proto3")
    for name, fields in FIELDS.items():
        message = file.message_type.add(name=name)
        for field, number, kind in fields:
            added = message.field.add(name=field, number=number, label=Field.LABEL_OPTIONAL)
            if isinstance(kind, str):
                added.type, added.type_name = Field.TYPE_MESSAGE, kind.lstrip("*")
                added.label = Field.LABEL_REPEATED if kind.startswith("*") else Field.LABEL_OPTIONAL
            else:
                added.type = kind
    pool = descriptor_pool.DescriptorPool()
    pool.Add(file)
    return message_factory.MessageFactory(pool).GetPrototype(pool.FindMessageTypeByName("Event"))


def main():
    Event = event_type()
    for line in sys.stdin:
        event = Event()
        event.ParseFromString(bytes.fromhex(line.strip()))
        figures = ", ".join(f"{value.tag} {value.simple_value:g}" for value in event.summary.value)
        print(f"{event.wall_time:.0f}  step {event.step}  {event.file_version or figures}")


main()
