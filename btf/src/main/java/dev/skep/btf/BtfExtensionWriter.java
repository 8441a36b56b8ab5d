package dev.skep.btf;

import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** Writes {@code .BTF.ext} as {@link BtfExtensionReader} shows it. */
final class BtfExtensionWriter {
  private final BtfBuilder strings;
  private final ByteSink out;

  private BtfExtensionWriter(BtfBuilder strings) {
    this.strings = strings;
    this.out = new ByteSink(strings.byteOrder());
  }

  static byte[] write(BtfExtension extension, BtfBuilder strings) {
    BtfExtensionWriter writer = new BtfExtensionWriter(strings);
    writer.header();
    writer.part(
        8,
        extension,
        BtfExtensionReader.FUNCTION_RECORD,
        BtfExtension.SectionInfo::functions,
        BtfExtensionWriter::function);
    writer.part(
        16,
        extension,
        BtfExtensionReader.LINE_RECORD,
        BtfExtension.SectionInfo::lines,
        BtfExtensionWriter::line);
    writer.part(
        24,
        extension,
        BtfExtensionReader.RELOCATION_RECORD,
        BtfExtension.SectionInfo::relocations,
        BtfExtensionWriter::relocation);
    return writer.out.toBytes();
  }

  private void header() {
    out.u16(BtfHeader.MAGIC);
    out.u8(1);
    out.u8(0);
    out.u32(BtfExtensionReader.LENGTH);
    out.bytes(new byte[BtfExtensionReader.LENGTH - 8]);
  }

  private <R> void part(
      int headerAt,
      BtfExtension extension,
      int recordSize,
      Function<BtfExtension.SectionInfo, List<R>> records,
      BiConsumer<BtfExtensionWriter, R> writer) {
    int start = out.size();
    for (BtfExtension.SectionInfo section : extension.sections()) {
      List<R> list = records.apply(section);
      if (list.isEmpty()) {
        continue;
      }
      if (out.size() == start) {
        out.u32(recordSize);
      }
      out.u32(strings.addString(section.section()));
      out.u32(list.size());
      list.forEach(each -> writer.accept(this, each));
    }
    out.setU32(headerAt, start - BtfExtensionReader.LENGTH);
    out.setU32(headerAt + 4, out.size() - start);
  }

  private void function(BtfExtension.FunctionInfo info) {
    out.u32(info.instructionOffset());
    out.u32(info.typeId());
  }

  private void line(BtfExtension.LineInfo info) {
    if (info.column() >>> BtfExtensionReader.COLUMN_BITS != 0
        || info.line() >>> (32 - BtfExtensionReader.COLUMN_BITS) != 0) {
      throw new IllegalArgumentException(
          "line=" + info.line() + " column=" + info.column() + ", the format holds 22 and 10 bits");
    }
    out.u32(info.instructionOffset());
    out.u32(strings.addString(info.file()));
    out.u32(strings.addString(info.source()));
    out.u32((long) info.line() << BtfExtensionReader.COLUMN_BITS | info.column());
  }

  private void relocation(BtfExtension.CoreRelocation relocation) {
    out.u32(relocation.instructionOffset());
    out.u32(relocation.typeId());
    out.u32(strings.addString(relocation.access()));
    out.u32(relocation.kind().number());
  }
}
