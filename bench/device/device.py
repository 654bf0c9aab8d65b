#!/usr/bin/env python3
"""Runs exported networks on emulated microcontrollers, and writes what it finds as a table:

    bench/device/device.py --images t10k-images-idx3-ubyte[.gz] [--count 200] [--targets m4,avr] DIR/under10k DIR/tiny

DIR/NAME stands for NAME.c and NAME.h, as "thimble export RUN --c DIR --name NAME --int8" writes them. For every target and -Os, -O2 and -O3 the
logits have to be those of this machine, bit for bit (single precision: within 1e-4 of the largest); what differs ends it with exit code 1.
Flash and RAM are what a program that calls NAME_classify links in, at -O2: code, constants and the compiler's library, and static memory. The stack is that of NAME_logits with all it calls.
Instructions are counted by QEMU, without what the harness does; an AVR's are cycles, by its own timer.
Needs Debian's gcc, gcc-arm-none-eabi, libnewlib-arm-none-eabi, qemu-system-arm, gcc-riscv64-unknown-elf, picolibc-riscv64-unknown-elf,
qemu-system-misc, gcc-avr, avr-libc, simavr. A target whose programs are missing is left out, and that is said."""
import argparse
import gzip
import os
import re
import shutil
import struct
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ARM = ["arm-none-eabi-gcc", "-mthumb", "-nostartfiles", "-T", os.path.join(HERE, "cortex.ld"), "-ffunction-sections", "-fdata-sections", "-Wl,--gc-sections", "-lc", "-lgcc"]
RISCV = ["riscv64-unknown-elf-gcc", "--specs=picolibc.specs", "--oslib=semihost", "--crt0=semihost", "-mabi=ilp32", "-Wl,--defsym=__flash=0x80000000",
         "-Wl,--defsym=__flash_size=0x400000", "-Wl,--defsym=__ram=0x80400000", "-Wl,--defsym=__ram_size=0x400000"]


def arm(cpu, board, *more):
    return dict(compiler=[*ARM, f"-mcpu={cpu}", *more], emulator=["qemu-system-arm", "-M", board, "-nographic", "-monitor", "none", "-serial", "none",
                "-semihosting-config", "enable=on,target=native", "-kernel"], counts=True, prefix="arm-none-eabi-")


TARGETS = {
    "Cortex-M0+": arm("cortex-m0plus", "mps2-an385"),
    "Cortex-M3": arm("cortex-m3", "mps2-an385"),
    "Cortex-M4": arm("cortex-m4", "mps2-an386", "-mfloat-abi=hard", "-mfpu=fpv4-sp-d16", "-DFPU"),
    "Cortex-M7": arm("cortex-m7", "mps2-an500", "-mfloat-abi=hard", "-mfpu=fpv5-d16", "-DFPU"),
    "RV32IMC": dict(compiler=[*RISCV, "-march=rv32imc"], emulator=["qemu-system-riscv32", "-M", "virt", "-bios", "none", "-nographic", "-monitor", "none", "-serial", "none",
                    "-semihosting-config", "enable=on,target=native", "-kernel"], counts=True, prefix="riscv64-unknown-elf-"),
    "ATmega1284P": dict(compiler=["avr-gcc", "-mmcu=atmega1284p"], emulator=["simavr", "-m", "atmega1284p", "-f", "16000000"], counts=False, prefix="avr-"),
    "ATmega328P": dict(compiler=["avr-gcc", "-mmcu=atmega328p"], emulator=["simavr", "-m", "atmega328p", "-f", "16000000"], counts=False, prefix="avr-"),
}
# What an AVR keeps beside the program in the 64 kB that its pointers reach.
AVR_IMAGES = {"ATmega1284P": 20, "ATmega328P": 4}


def call(words, **options):
    return subprocess.run(words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, stdin=subprocess.DEVNULL, **options)


def need(words, **options):
    result = call(words, **options)
    if result.returncode:
        sys.exit(f"{' '.join(words)}: exit code {result.returncode}\n{result.stdout}")
    return result.stdout


class Network:
    def __init__(self, path, images, count, folder):
        self.name, self.source, self.folder = os.path.basename(path), f"{path}.c", folder
        header = open(f"{path}.h").read()
        self.upper = self.name.upper()
        self.is_float = f"void {self.name}_logits(const uint8_t pixels[{self.upper}_PIXELS], float" in header
        self.pixels = int(re.search(rf"#define {self.upper}_PIXELS (\d+)", header)[1])
        self.images = images[:count * self.pixels]
        self.words = ["-include", f"{path}.h", f"-DPREFIX={self.name}", f"-DUPPER={self.upper}", f"-DLOGIT={'float' if self.is_float else 'int32_t'}"]
        self.expected = self.logits(self.run_here())

    def run_here(self):
        program = os.path.join(self.folder, "here")
        need(["gcc", "-O2", *self.words, f"-DIMAGES={len(self.images) // self.pixels}", os.path.join(HERE, "run.c"), self.source, self.images_of(False, len(self.images)), "-lm", "-o", program])
        return need([program])

    def images_of(self, is_avr, size):
        binary, assembly = os.path.join(self.folder, "images.bin"), os.path.join(self.folder, f"images{'.avr' if is_avr else ''}.s")
        open(binary, "wb").write(self.images[:size])
        section = '.progmem.data.images,"a",@progbits' if is_avr else '.rodata.images,"a"'
        open(assembly, "w").write(f" .section {section}\n .global images\n .balign 4\nimages:\n .incbin \"{binary}\"\n")
        return assembly

    @staticmethod
    def logits(output):
        return [[int(word) for word in line.split()[1:]] for line in output.splitlines() if line.startswith("logits ")]

    def build(self, target, optimization, count, *more):
        """The program, or what the linker said; the latter only where it does not fit."""
        is_avr = target["prefix"] == "avr-"
        program = os.path.join(self.folder, "program.elf")
        standard = "-std=gnu99"
        result = call([*target["compiler"], optimization, standard, *more, *self.words, f"-DIMAGES={count}", os.path.join(HERE, "run.c"), self.source,
                       self.images_of(is_avr, count * self.pixels), "-o", program, "-lm"])
        if result.returncode == 0:
            return program
        if any(words in result.stdout for words in ("overflowed", "will not fit", "not within region")):
            return None
        sys.exit(f"{self.name}: {result.stdout}")

    def sizes(self, target):
        """What NAME_classify takes along into a program, the compiler's library included; the linker drops the functions that are not called."""
        compiler, program = [], os.path.join(self.folder, "classify.elf")
        skip = False
        for word in target["compiler"]:
            skip, left_out = word == "-T", skip or word == "-T" or word.startswith(("-Wl,--defsym", "--crt0", "--oslib"))
            compiler += [] if left_out else [word]
        need([*compiler, "-O2", "-std=gnu99", "-ffunction-sections", "-fdata-sections", "-nostartfiles", "-Wl,--gc-sections", f"-Wl,-e,{self.name}_classify", self.source, "-o", program, "-lm"])
        text, data, bss = map(int, need([target["prefix"] + "size", program]).splitlines()[1].split()[:3])
        return text + data, data + bss

    def same(self, found):
        if not self.is_float:
            return found == self.expected[:len(found)]
        single = lambda bits: struct.unpack("<f", struct.pack("<I", bits))[0]
        for one, other in zip(found, self.expected):
            ours, theirs = [single(bits) for bits in one[1:]], [single(bits) for bits in other[1:]]
            if max(abs(a - b) for a, b in zip(ours, theirs)) > 1e-4 * max(1, max(map(abs, theirs))):
                return False
        return True


def instructions(network, target, plugin, folder):
    program = network.build(target, "-O2", 2, "-DCOUNT")
    counts = os.path.join(folder, "counts.txt")
    need([*target["emulator"], program, "-plugin", f"{plugin},out={counts}"])
    symbols = []
    for line in need([target["prefix"] + "nm", program]).splitlines():
        words = line.split()
        if len(words) == 3 and words[1] in "tTwW" and not words[2].startswith("$"):
            symbols.append((int(words[0], 16) & ~1, words[2]))
    symbols.sort()
    total, harness = 0, {"main", "reset", "fault", "text", "number", "load", "start", "stop", "host", "_start", "_cstart", "exit"}
    import bisect
    starts = [address for address, _ in symbols]
    for line in open(counts):
        address, count = line.split()
        place = bisect.bisect_right(starts, int(address, 16)) - 1
        if place >= 0 and symbols[place][1] not in harness:
            total += int(count)
    return total / 2


def measure(network, name, target, options, plugin, folder):
    count = min(AVR_IMAGES.get(name, options.count), options.count)
    wrong, stack, cycles = [], None, None
    for optimization in ("-Os", "-O2", "-O3"):
        program = network.build(target, optimization, count)
        if program is None:
            if optimization == "-O2":
                return f"| {network.name} | {name} | | | | does not fit | |", []
            continue
        output = need([*target["emulator"], program], timeout=1800) if target["counts"] else call([*target["emulator"], program], timeout=1800).stdout
        output = re.sub(r"\x1b\[[0-9;]*m", "", output).replace("\r", "").replace(".\n", "\n")
        found = network.logits(output)
        if len(found) != count or not network.same(found):
            wrong.append(f"{network.name}, {name}, {optimization}: {len(found)} of {count} images, " + ("right" if network.same(found) else "other logits"))
        if optimization == "-O2":
            stack = re.search(r"stack (\d+)", output)
            cycles = [int(one) for one in re.findall(r"cycles (\d+)", output)]
    flash, ram = network.sizes(target)
    work = f"{instructions(network, target, plugin, folder) / 1e6:.2f} million" if target["counts"] else f"{sum(cycles) / len(cycles) / 1e6:.1f} million cycles"
    return f"| {network.name} | {name} | {flash:,} | {ram:,} | {int(stack[1]) if stack else '?'} | {work} | {count} images at -Os, -O2, -O3 |", wrong


def main():
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("networks", nargs="+", metavar="DIR/NAME")
    words.add_argument("--images", required=True)
    words.add_argument("--count", type=int, default=200)
    words.add_argument("--targets", default=",".join(TARGETS))
    options = words.parse_args()
    images = (gzip.open if options.images.endswith(".gz") else open)(options.images, "rb").read()[16:]
    wrong, asked = [], options.targets.split(",")
    print("| network | part | flash | RAM | stack | an image | the same logits as here |\n|---|---|---:|---:|---:|---:|---|")
    with tempfile.TemporaryDirectory() as folder:
        plugin = os.path.join(folder, "count.so")
        need(["gcc", "-O2", "-shared", "-fPIC", os.path.join(HERE, "count.c"), "-o", plugin])
        for path in options.networks:
            network = Network(path, images, options.count, folder)
            for name, target in TARGETS.items():
                if name not in asked:
                    continue
                missing = [program for program in (target["compiler"][0], target["emulator"][0]) if not shutil.which(program)]
                if missing:
                    print(f"{name}: skipped, {' and '.join(missing)} is not on this machine", file=sys.stderr)
                    continue
                row, faults = measure(network, name, target, options, plugin, folder)
                print(row, flush=True)
                wrong += faults
    for fault in wrong:
        print(fault, file=sys.stderr)
    sys.exit(1 if wrong else 0)


main()
