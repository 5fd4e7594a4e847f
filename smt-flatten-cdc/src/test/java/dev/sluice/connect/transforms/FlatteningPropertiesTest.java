// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

class FlatteningPropertiesTest {
    /** Part of a row: a value, or a struct of parts. */
    sealed interface Node {
        /** A column with its value, null only where the column is optional. */
        record Leaf(Schema schema, @Nullable Object value) implements Node {}

        /** Absent means a null struct, which only an optional one can be. */
        record Nested(List<Node> children, boolean optional, boolean absent) implements Node {}
    }

    @Property(tries = 300, seed = "20261120")
    void aRowIsFlattenedToExactlyItsLeaves(@ForAll("rows") Node.Nested row) {
        SinkRecord record = Envelopes.insert(structOf(row));
        Object original = Envelopes.insert(structOf(row)).value();

        Struct result =
                (Struct) Transforms.flattenCdc("delimiter", "/").apply(record).value();

        Map<String, @Nullable Object> columns = new LinkedHashMap<>();
        for (Field field : result.schema().fields()) {
            columns.put(field.name(), result.getWithoutDefault(field.name()));
        }
        Map<String, @Nullable Object> leaves = new LinkedHashMap<>();
        collect("", row, false, leaves);
        assertThat(columns).containsExactlyEntriesOf(leaves);
        result.validate();
        assertThat(record.value()).isEqualTo(original);
    }

    @Property(tries = 50, seed = "20261120")
    void aColumnIsRequiredOnlyWhereItAndAllAroundItAre(@ForAll("rows") Node.Nested row) {
        Struct result = (Struct) Transforms.flattenCdc("delimiter", "/")
                .apply(Envelopes.insert(structOf(row)))
                .value();

        Map<String, Boolean> optional = new LinkedHashMap<>();
        result.schema()
                .fields()
                .forEach(field -> optional.put(field.name(), field.schema().isOptional()));
        Map<String, Boolean> expected = new LinkedHashMap<>();
        collectOptional("", row, false, expected);
        assertThat(optional).containsExactlyEntriesOf(expected);
    }

    @Property(tries = 50, seed = "20261120")
    void equalSchemasGiveTheVerySameOutputSchema(@ForAll("rows") Node.Nested row) {
        FlattenCdc<SinkRecord> transform = Transforms.flattenCdc("add.fields", "op", "delimiter", "/");

        Schema first = transform.apply(Envelopes.insert(structOf(row))).valueSchema();

        assertThat(transform.apply(Envelopes.insert(structOf(row))).valueSchema())
                .isSameAs(first);
    }

    @Provide
    Arbitrary<Node.Nested> rows() {
        return children(3).map(children -> new Node.Nested(children, true, false));
    }

    private static Arbitrary<List<Node>> children(int depth) {
        return nodes(depth).list().ofMinSize(1).ofMaxSize(4);
    }

    private static Arbitrary<Node> nodes(int depth) {
        if (depth == 0) {
            return leaves();
        }
        Arbitrary<Node> nested = Combinators.combine(
                        Arbitraries.lazy(() -> children(depth - 1)),
                        Arbitraries.of(true, false),
                        Arbitraries.of(true, false))
                .as((children, optional, absent) -> new Node.Nested(children, optional, optional && absent));
        return Arbitraries.oneOf(leaves(), nested);
    }

    private static Arbitrary<Node> leaves() {
        return Arbitraries.of(
                new Node.Leaf(Schema.INT32_SCHEMA, 7),
                new Node.Leaf(Schema.OPTIONAL_STRING_SCHEMA, null),
                new Node.Leaf(Schema.OPTIONAL_STRING_SCHEMA, "text"),
                new Node.Leaf(SchemaBuilder.int64().optional().defaultValue(5L).build(), null),
                new Node.Leaf(SchemaBuilder.array(Schema.INT32_SCHEMA).build(), List.of(1, 2)),
                new Node.Leaf(
                        SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.BOOLEAN_SCHEMA)
                                .build(),
                        Map.of("a", true)),
                new Node.Leaf(
                        SchemaBuilder.int64()
                                .name("io.debezium.time.MicroTimestamp")
                                .build(),
                        1L));
    }

    private static Schema schemaOf(Node node) {
        if (node instanceof Node.Leaf leaf) {
            return leaf.schema();
        }
        Node.Nested nested = (Node.Nested) node;
        SchemaBuilder builder = SchemaBuilder.struct();
        for (int i = 0; i < nested.children().size(); i++) {
            builder.field("f" + i, schemaOf(nested.children().get(i)));
        }
        return nested.optional() ? builder.optional().build() : builder.build();
    }

    private static Struct structOf(Node.Nested node) {
        return structOf(node, schemaOf(node));
    }

    private static Struct structOf(Node.Nested node, Schema schema) {
        Struct struct = new Struct(schema);
        List<Field> fields = new ArrayList<>(schema.fields());
        for (int i = 0; i < fields.size(); i++) {
            Node child = node.children().get(i);
            if (child instanceof Node.Leaf leaf) {
                struct.put(fields.get(i), leaf.value());
            } else if (child instanceof Node.Nested nested && !nested.absent()) {
                struct.put(fields.get(i), structOf(nested, fields.get(i).schema()));
            }
        }
        return struct;
    }

    private static void collect(String prefix, Node.Nested node, boolean absent, Map<String, @Nullable Object> leaves) {
        for (int i = 0; i < node.children().size(); i++) {
            Node child = node.children().get(i);
            if (child instanceof Node.Leaf leaf) {
                leaves.put(prefix + "f" + i, absent ? null : leaf.value());
            } else if (child instanceof Node.Nested nested) {
                collect(prefix + "f" + i + "/", nested, absent || nested.absent(), leaves);
            }
        }
    }

    private static void collectOptional(String prefix, Node.Nested node, boolean below, Map<String, Boolean> columns) {
        for (int i = 0; i < node.children().size(); i++) {
            Node child = node.children().get(i);
            if (child instanceof Node.Leaf leaf) {
                columns.put(prefix + "f" + i, below || leaf.schema().isOptional());
            } else if (child instanceof Node.Nested nested) {
                collectOptional(prefix + "f" + i + "/", nested, below || nested.optional(), columns);
            }
        }
    }
}
