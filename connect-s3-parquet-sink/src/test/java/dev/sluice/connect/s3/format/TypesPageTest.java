// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.connect.commons.config.ReferencePage;
import dev.sluice.connect.commons.data.SemanticType;
import dev.sluice.connect.s3.avro.AvroCodec;
import dev.sluice.connect.s3.avro.AvroFormat;
import dev.sluice.connect.s3.avro.AvroRows;
import dev.sluice.connect.s3.parquet.Codec;
import dev.sluice.connect.s3.parquet.ParquetFormat;
import dev.sluice.connect.s3.parquet.ParquetRows;
import dev.sluice.connect.s3.parquet.ParquetSettings;
import dev.sluice.connect.s3.parquet.TypeSet;
import dev.sluice.connect.s3.row.Rows;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of types is what the code does; it is written anew like the reference pages. */
class TypesPageTest {
    private static final Path PAGE = Path.of("../docs/reference/parquet-types.md");

    private static final String INTRO = """
            # Types of columns

            Which type each Connect type gets in the files of the [S3 Parquet sink](s3-parquet-sink.md), and as what DuckDB reads it from Parquet. Semantic types are
            those of Connect and Debezium. Optional types are OPTIONAL in Parquet and a union with null in Avro. JSON is as Connect's JsonConverter writes it.

            - Lists have three levels and maps keep the type of their keys, whether or not something in them may be null.
            - Instants are adjusted to UTC; local timestamps and times of day are not. A time with a zone is written in UTC.
            - A decimal has the precision that its schema's parameter `connect.decimal.precision` names, or 38. A negative scale becomes 0. A value of
              more digits is a bad record, not rounded.
            - What has no type of its own is its text: decimals of varying scale, intervals, XML. Geometry stays the struct that
              Debezium makes: well-known binary and its reference system.
            - Spark 3.5 reads no table in which a column is a UUID, a time of day or a timestamp of nanoseconds: for it, set `parquet.types=spark`.
            - A struct without fields and a schema that contains itself are refused; so are two fields of one struct whose names differ in case only.

            | type | Connect schema | Parquet | DuckDB | Parquet with `parquet.types=spark`, if another | Avro |
            |---|---|---|---|---|---|
            """;

    private static final ParquetSettings SPARK = new ParquetSettings(
            Codec.NONE, Codec.DEFAULT_LEVEL, 1 << 20, 1 << 20, true, 1 << 20, Set.of(), TypeSet.SPARK);

    @TempDir
    private Path directory;

    @Test
    void thePageIsCurrent() throws IOException, SQLException {
        StringBuilder page = new StringBuilder(INTRO);
        for (Map.Entry<String, Schema> type : examples().entrySet()) {
            Schema schema = type.getValue();
            Schema columns =
                    Rows.columns(SchemaBuilder.struct().field("f", schema).build());
            byte[] parquet = bytes(new ParquetFormat(ParquetSettings.of(Codec.NONE)).encoder(columns));
            String spark = parquetType(bytes(new ParquetFormat(SPARK).encoder(columns)));
            page.append("| ")
                    .append(type.getKey())
                    .append(" | ")
                    .append(schema.name() == null ? schema.type().toString() : "`" + schema.name() + "`")
                    .append(" | `")
                    .append(parquetType(parquet))
                    .append("` | ")
                    .append(duckDbType(parquet))
                    .append(" | ")
                    .append(spark.equals(parquetType(parquet)) ? "" : "`" + spark + "`")
                    .append(" | `")
                    .append(avroType(columns))
                    .append("` |\n");
        }
        if (Boolean.getBoolean(ReferencePage.UPDATE_PROPERTY)) {
            Files.writeString(PAGE, page);
        }

        assertThat(Files.readString(PAGE)).isEqualTo(page.toString());
    }

    private static Map<String, Schema> examples() {
        Map<String, Schema> examples = new LinkedHashMap<>();
        for (SemanticType type : SemanticType.values()) {
            String name = type.name().toLowerCase(Locale.ROOT).replace('_', ' ');
            if (type == SemanticType.DECIMAL) {
                examples.put("decimal of 9 digits or fewer", decimal(9));
                examples.put("decimal of 10 to 18 digits", decimal(18));
                examples.put("decimal of 19 digits or more", decimal(38));
            } else {
                examples.put(name, schema(type));
            }
        }
        return examples;
    }

    private static Schema decimal(int precision) {
        return Decimal.builder(2)
                .parameter("connect.decimal.precision", Integer.toString(precision))
                .build();
    }

    private static Schema schema(SemanticType type) {
        SchemaBuilder builder =
                switch (type) {
                    case ARRAY -> SchemaBuilder.array(Schema.OPTIONAL_STRING_SCHEMA);
                    case FLOAT_VECTOR -> SchemaBuilder.array(Schema.FLOAT32_SCHEMA);
                    case DOUBLE_VECTOR -> SchemaBuilder.array(Schema.FLOAT64_SCHEMA);
                    case MAP -> SchemaBuilder.map(Schema.INT32_SCHEMA, Schema.OPTIONAL_STRING_SCHEMA);
                    case STRUCT -> SchemaBuilder.struct().field("x", Schema.INT32_SCHEMA);
                    case VARIABLE_SCALE_DECIMAL ->
                        SchemaBuilder.struct()
                                .field("scale", Schema.INT32_SCHEMA)
                                .field("value", Schema.BYTES_SCHEMA);
                    case SPARSE_DOUBLE_VECTOR ->
                        SchemaBuilder.struct()
                                .field("dimensions", Schema.INT16_SCHEMA)
                                .field(
                                        "vector",
                                        SchemaBuilder.map(Schema.INT16_SCHEMA, Schema.FLOAT64_SCHEMA)
                                                .build());
                    case POINT ->
                        SchemaBuilder.struct()
                                .field("x", Schema.FLOAT64_SCHEMA)
                                .field("y", Schema.FLOAT64_SCHEMA)
                                .field("wkb", Schema.OPTIONAL_BYTES_SCHEMA)
                                .field("srid", Schema.OPTIONAL_INT32_SCHEMA);
                    case GEOMETRY, GEOGRAPHY ->
                        SchemaBuilder.struct()
                                .field("wkb", Schema.BYTES_SCHEMA)
                                .field("srid", Schema.OPTIONAL_INT32_SCHEMA);
                    default -> new SchemaBuilder(type.wireType());
                };
        return type.logicalName() == null
                ? builder.build()
                : builder.name(type.logicalName()).build();
    }

    private static String parquetType(byte[] file) {
        return ParquetRows.schema(file)
                .getType(0)
                .toString()
                .replaceAll("\\s+", " ")
                .replaceFirst("^required ", "")
                .replaceFirst(" f( |$)", " ")
                .strip();
    }

    private String duckDbType(byte[] parquet) throws IOException, SQLException {
        Path file = directory.resolve("empty.parquet");
        Files.write(file, parquet);
        try (var connection = DriverManager.getConnection("jdbc:duckdb:");
                var statement = connection.createStatement();
                var columns = statement.executeQuery("DESCRIBE SELECT * FROM '" + file + "'")) {
            assertThat(columns.next()).isTrue();
            return columns.getString("column_type").replace("|", "\\|");
        }
    }

    private static String avroType(Schema columns) {
        var field = AvroRows.schema(bytes(new AvroFormat(AvroCodec.NULL).encoder(columns)))
                .getField("f")
                .schema();
        return field.toString().replace("\"", "");
    }

    private static byte[] bytes(RowEncoder encoder) {
        try (var in = encoder.begin().close().open()) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
