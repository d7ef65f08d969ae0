"""check-image FILE [SIZE]: prints the format of a disk image, or why it cannot be copied.

The format is passed to QEMU. Images that name other files are refused, because QEMU would read any file.
"""

import struct
import sys

PACKED = [
    (b"\xfd7zXZ\0", "xz --decompress --keep"), (b"\x1f\x8b", "gunzip --keep"), (b"BZh", "bunzip2 --keep"),
    (b"\x28\xb5\x2f\xfd", "unzstd"), (b"\x04\x22\x4d\x18", "unlz4"), (b"PK\x03\x04", "unzip"),
    (b"7z\xbc\xaf\x27\x1c", "7z x"), (b"Rar!\x1a\x07", "7z x"),
]
UNITS = {"k": 10, "m": 20, "g": 30, "t": 40}


def refuse(why, cure):
    print(f"{path} {why}: {cure}", file=sys.stderr)
    sys.exit(1)


def packed(head):
    for magic, unpack in PACKED:
        if head.startswith(magic):
            refuse("is a compressed file or an archive, not a disk", f"unpack it ({unpack}), and use the file inside")
    if head[257:262] == b"ustar":
        refuse("is a tar archive, as .ova files are", "unpack it (tar -xf), and use the disk inside")


def qcow2(head):
    version, backing = struct.unpack_from(">IQ", head, 4)
    if version not in (2, 3):
        refuse("is a qcow image of a version other than 2 and 3", "convert it (qemu-img convert -O qcow2)")
    if backing:
        refuse("has a backing file, and is incomplete without it", "convert it (qemu-img convert -O qcow2)")
    if version == 3 and struct.unpack_from(">Q", head, 72)[0] & 4:
        refuse("keeps its data in another file", "convert it (qemu-img convert -O qcow2)")
    if struct.unpack_from(">I", head, 32)[0]:
        refuse("is encrypted", "decrypt it")
    return "qcow2", struct.unpack_from(">Q", head, 24)[0]


def vmdk(head, file):
    flags, capacity, _, where, length = struct.unpack_from("<IQQQQ", head, 8)
    file.seek(where * 512)
    text = file.read(min(length * 512, 1 << 20)) if where else b""
    if not capacity or b'parentFileNameHint="' in text:
        refuse("names other files that are part of it", "convert it (qemu-img convert -O qcow2)")
    return "vmdk", capacity * 512


def find_format(file):
    head = file.read(1 << 12).ljust(1 << 12, b"\0")
    end = file.seek(0, 2)
    if not end:
        refuse("is empty", "download it again")
    packed(head)
    if head.startswith(b"QFI\xfb"):
        return qcow2(head)
    if head.startswith(b"KDMV"):
        return vmdk(head, file)
    if head.startswith((b"# Disk DescriptorFile", b"COWD", b"QED\0")):
        refuse("names other files that are part of it", "convert it (qemu-img convert -O qcow2)")
    if head[64:68] == b"\x7f\x10\xda\xbe":
        return "vdi", struct.unpack_from("<Q", head, 368)[0]
    if head.startswith(b"vhdxfile"):
        return "vhdx", 0
    if head.startswith((b"<", b"{")):
        refuse("is a text file, perhaps the page of a failed download", "download it again")
    file.seek(max(end - 512, 0))
    if head.startswith(b"conectix") or file.read(8) == b"conectix":
        return "vpc", 0
    file.seek(0x8001)
    if file.read(5) == b"CD001":
        refuse("is a CD or DVD, not a disk", "use iso instead of image for an installer")
    return "raw", end


path, *limits = sys.argv[1:]
try:
    with open(path, "rb") as image:
        name, size = find_format(image)
except OSError as error:
    refuse("cannot be read", error.strerror)
for limit in limits:
    if size > int(limit[:-1]) << UNITS[limit[-1]]:
        refuse(f"has {-(-size // (1 << 20))} MiB", f"that does not fit into diskSize = {limit}")
print(name)
