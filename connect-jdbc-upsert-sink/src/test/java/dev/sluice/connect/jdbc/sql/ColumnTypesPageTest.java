// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.connect.commons.config.ReferencePage;
import dev.sluice.connect.commons.data.SemanticType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.junit.jupiter.api.Test;

/** The page of column types is what the dialects say; it is written anew like the reference pages. */
class ColumnTypesPageTest {
    private static final Path PAGE = Path.of("../docs/reference/jdbc-types.md");

    private static final String INTRO = """
            # Types of columns in tables

            Which type a column gets in a table that the [JDBC upsert sink](jdbc-upsert-sink.md) makes (`auto.create`), or that it adds (`auto.evolve`), for each type of Connect and
            Debezium. In a table of yours, a value is given to the column that is there, in the form that the database reads into its type. What each database does its own way
            is in [databases](databases.md).

            | type | Connect schema | PostgreSQL | MariaDB, MySQL | SQLite | H2 | SQL Server | Oracle |
            |---|---|---|---|---|---|---|---|
            """;

    private static final String KEYS = """

            ## As a key

            Some databases do not index every type. Where one of these would be the type of a key column, it is another:

            | database | type | as a key |
            |---|---|---|
            """;

    /** In the order of the columns. */
    private static final List<DatabaseKind> DATABASES = List.of(
            DatabaseKind.POSTGRESQL,
            DatabaseKind.MARIADB,
            DatabaseKind.SQLITE,
            DatabaseKind.H2,
            DatabaseKind.SQLSERVER,
            DatabaseKind.ORACLE);

    @Test
    void thePageIsCurrent() throws IOException {
        StringBuilder page = new StringBuilder(INTRO);
        examples().forEach((type, schema) -> {
            page.append("| ")
                    .append(type)
                    .append(" | ")
                    .append(schema.name() == null ? schema.type().toString() : "`" + schema.name() + "`");
            for (DatabaseKind database : DATABASES) {
                page.append(" | ").append(columnType(database, schema));
            }
            page.append(" |\n");
        });
        page.append(KEYS);
        for (DatabaseKind database : DatabaseKind.values()) {
            keyTypes(database).forEach((type, ofKeys) -> page.append("| ")
                    .append(database)
                    .append(" | `")
                    .append(type)
                    .append("` | `")
                    .append(ofKeys)
                    .append("` |\n"));
        }
        if (Boolean.getBoolean(ReferencePage.UPDATE_PROPERTY)) {
            Files.writeString(PAGE, page);
        }

        assertThat(Files.readString(PAGE)).isEqualTo(page.toString());
    }

    @Test
    void oneColumnIsRightForMySqlAndMariaDb() {
        assertThat(examples().values()).allSatisfy(schema -> assertThat(columnType(DatabaseKind.MYSQL, schema))
                .isEqualTo(columnType(DatabaseKind.MARIADB, schema)));
    }

    private static String columnType(DatabaseKind database, Schema schema) {
        return "`" + dialect(database).mapping(schema).columnType() + "`";
    }

    /** Of the column types that cannot be keys, what they become. */
    private static Map<String, String> keyTypes(DatabaseKind database) {
        Map<String, String> keyTypes = new TreeMap<>();
        for (Schema schema : examples().values()) {
            String type = dialect(database).mapping(schema).columnType();
            String ofKeys = dialect(database).keyType(type);
            if (!ofKeys.equals(type)) {
                keyTypes.put(type, ofKeys);
            }
        }
        return keyTypes;
    }

    private static Dialect dialect(DatabaseKind database) {
        return database.dialect(IdentifierQuoting.ALWAYS, true);
    }

    private static Map<String, Schema> examples() {
        Map<String, Schema> examples = new LinkedHashMap<>();
        for (SemanticType type : SemanticType.values()) {
            String name = type.name().toLowerCase(Locale.ROOT).replace('_', ' ');
            switch (type) {
                case DECIMAL -> {
                    examples.put("decimal with a precision", decimal("12"));
                    examples.put("decimal without", Decimal.schema(2));
                }
                case ARRAY -> {
                    examples.put(
                            "array of single values",
                            SchemaBuilder.array(Schema.OPTIONAL_INT32_SCHEMA).build());
                    examples.put(
                            "array of arrays, maps or structs",
                            SchemaBuilder.array(SchemaBuilder.array(Schema.OPTIONAL_INT32_SCHEMA)
                                            .build())
                                    .build());
                }
                default -> examples.put(name, schema(type));
            }
        }
        return examples;
    }

    private static Schema decimal(String precision) {
        return Decimal.builder(2)
                .parameter("connect.decimal.precision", precision)
                .build();
    }

    private static Schema schema(SemanticType type) {
        SchemaBuilder builder =
                switch (type.wireType()) {
                    case ARRAY ->
                        SchemaBuilder.array(
                                type == SemanticType.FLOAT_VECTOR ? Schema.FLOAT32_SCHEMA : Schema.FLOAT64_SCHEMA);
                    case MAP -> SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.OPTIONAL_STRING_SCHEMA);
                    case STRUCT -> fields(type);
                    default -> SchemaBuilder.type(type.wireType());
                };
        return type.logicalName() == null
                ? builder.build()
                : builder.name(type.logicalName()).build();
    }

    /** As Debezium makes them. */
    private static SchemaBuilder fields(SemanticType type) {
        SchemaBuilder struct = SchemaBuilder.struct();
        return switch (type) {
            case VARIABLE_SCALE_DECIMAL ->
                struct.field("scale", Schema.INT32_SCHEMA).field("value", Schema.BYTES_SCHEMA);
            case SPARSE_DOUBLE_VECTOR ->
                struct.field("dimensions", Schema.INT16_SCHEMA)
                        .field(
                                "vector",
                                SchemaBuilder.map(Schema.INT16_SCHEMA, Schema.FLOAT64_SCHEMA)
                                        .build());
            case POINT ->
                struct.field("x", Schema.FLOAT64_SCHEMA)
                        .field("y", Schema.FLOAT64_SCHEMA)
                        .field("wkb", Schema.OPTIONAL_BYTES_SCHEMA)
                        .field("srid", Schema.OPTIONAL_INT32_SCHEMA);
            case GEOMETRY, GEOGRAPHY ->
                struct.field("wkb", Schema.BYTES_SCHEMA).field("srid", Schema.OPTIONAL_INT32_SCHEMA);
            default -> struct.field("x", Schema.INT32_SCHEMA);
        };
    }
}
