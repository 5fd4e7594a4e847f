// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.avro;

import dev.sluice.connect.commons.Fingerprint;
import dev.sluice.connect.s3.format.RowEncoder;
import dev.sluice.connect.s3.format.RowFile;
import dev.sluice.connect.s3.row.Row;
import java.util.List;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/** Writes rows of one schema in Avro's binary form. */
final class AvroEncoder implements RowEncoder {
    private final String json;
    private final List<Field> fields;
    private final List<AvroType> types;
    private final AvroCodec codec;
    private final AvroOutput encoded = new AvroOutput();
    private @Nullable Row encodedRow;

    private AvroEncoder(String json, List<Field> fields, List<AvroType> types, AvroCodec codec) {
        this.json = json;
        this.fields = fields;
        this.types = types;
        this.codec = codec;
    }

    /** @throws org.apache.kafka.connect.errors.DataException naming the field whose schema cannot be written */
    static AvroEncoder compile(Schema row, AvroCodec codec) {
        AvroTypes avro = new AvroTypes();
        List<Field> fields = row.fields();
        List<AvroType> types = fields.stream()
                .map(field -> avro.field(field.name(), field.schema()))
                .toList();
        return new AvroEncoder(avro.record(row.name(), fields, types), fields, types, codec);
    }

    /** Encodes it: there is no cheaper way to find out. */
    @Override
    public void check(Row row) {
        encodedRow = null;
        encoded.clear();
        for (Field field : fields) {
            AvroTypes.writeNullable(
                    encoded,
                    field.schema().isOptional(),
                    types.get(field.index()).writer(),
                    row.value(field.index()),
                    "field '" + field.name() + "': ");
        }
        encodedRow = row;
    }

    /** A row's bytes; mostly those of its check. */
    AvroOutput encoded(Row row) {
        if (row != encodedRow) {
            check(row);
        }
        return encoded;
    }

    @Override
    public RowFile begin() {
        return new AvroFile(this, codec);
    }

    /** The file's schema, as Avro writes it. */
    String json() {
        return json;
    }

    @Override
    public String fingerprint() {
        return Fingerprint.of(json);
    }
}
