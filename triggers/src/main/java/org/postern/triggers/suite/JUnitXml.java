package org.postern.triggers.suite;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Writes results in the form of JUnit, which every CI server reads. */
public final class JUnitXml {

  private JUnitXml() {}

  /**
   * Writes the file anew.
   *
   * @param suite name of the suite
   * @throws IOException when it cannot be written
   */
  public static void write(Path file, String suite, List<CaseResult> results) throws IOException {
    try (Writer out = Files.newBufferedWriter(file)) {
      XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(out);
      xml.writeStartDocument("UTF-8", "1.0");
      xml.writeStartElement("testsuite");
      xml.writeAttribute("name", suite);
      xml.writeAttribute("tests", String.valueOf(results.size()));
      xml.writeAttribute(
          "failures", String.valueOf(results.stream().filter(one -> !one.passed()).count()));
      for (CaseResult result : results) {
        one(xml, suite, result);
      }
      xml.writeEndElement();
      xml.writeEndDocument();
      xml.close();
    } catch (XMLStreamException failed) {
      throw new IOException(file + " cannot be written: " + failed.getMessage(), failed);
    }
  }

  private static void one(XMLStreamWriter xml, String suite, CaseResult result)
      throws XMLStreamException {
    xml.writeStartElement("testcase");
    xml.writeAttribute("classname", suite);
    xml.writeAttribute("name", printable(result.name()));
    xml.writeAttribute(
        "time", String.format(Locale.ROOT, "%.3f", result.took().toNanos() / 1_000_000_000.0));
    if (!result.passed()) {
      xml.writeStartElement("failure");
      xml.writeAttribute("message", printable(result.differences().get(0)));
      xml.writeCharacters(printable(String.join("\n", result.differences())));
      xml.writeEndElement();
    }
    xml.writeEndElement();
  }

  /** A "?" for each character that XML 1.0 (section 2.2) has no place for, half pairs included. */
  private static String printable(String text) {
    StringBuilder all = new StringBuilder(text.length());
    text.codePoints().forEach(one -> all.appendCodePoint(isXml(one) ? one : '?'));
    return all.toString();
  }

  private static boolean isXml(int one) {
    boolean half = one >= Character.MIN_SURROGATE && one <= Character.MAX_SURROGATE;
    boolean control = one < ' ' && one != '\t' && one != '\n' || one == 0x7f;
    return !half && !control && one != 0xfffe && one != 0xffff;
  }
}
