// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.avro;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.file.SeekableByteArrayInput;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;

/** Reads container files back with Avro's own reader. */
public final class AvroRows {
    private AvroRows() {}

    public static List<GenericRecord> read(byte[] file) {
        List<GenericRecord> rows = new ArrayList<>();
        try (var reader = open(file)) {
            reader.forEach(rows::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return rows;
    }

    public static Schema schema(byte[] file) {
        try (var reader = open(file)) {
            return reader.getSchema();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String codec(byte[] file) {
        try (var reader = open(file)) {
            return reader.getMetaString("avro.codec");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static DataFileReader<GenericRecord> open(byte[] file) throws IOException {
        return new DataFileReader<>(new SeekableByteArrayInput(file), new GenericDatumReader<>());
    }
}
