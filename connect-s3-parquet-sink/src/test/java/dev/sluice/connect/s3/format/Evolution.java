// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.format;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** Random schemas that change as those of real producers do, each compatible with all before it; and values of them. */
final class Evolution {
    private static final List<String> NAMES = List.of("a", "b", "c", "d", "e", "f");
    private static final int[] PRECISIONS = {5, 9, 18, 30};
    private static final int MAX_DEPTH = 2;

    private final Random random;
    /** What kind a field is once it has been made, by its path: a field that comes again is of its old kind. */
    private final Map<String, Integer> kinds = new LinkedHashMap<>();

    Evolution(Random random) {
        this.random = random;
    }

    /** A field as one version has it; a record has fields, and a list an element. */
    record Spec(int kind, int width, boolean optional, Map<String, Spec> children) {}

    private static final int INTEGER = 0;
    private static final int REAL = 1;
    private static final int DECIMAL = 2;
    private static final int TEXT = 3;
    private static final int RECORD = 4;
    private static final int LIST = 5;

    List<Spec> versions(int count) {
        List<Spec> versions = new ArrayList<>();
        versions.add(spec("", RECORD, 0, false));
        while (versions.size() < count) {
            versions.add(next("", versions.get(random.nextInt(versions.size())), 0));
        }
        return versions;
    }

    private Spec spec(String path, int kind, int depth, boolean optional) {
        Map<String, Spec> children = new LinkedHashMap<>();
        if (kind == RECORD) {
            for (String name : NAMES) {
                if (children.isEmpty() || random.nextBoolean()) {
                    children.put(name, field(path + "." + name, depth + 1));
                }
            }
        } else if (kind == LIST) {
            children.put("element", field(path + ".element", depth + 1));
        }
        return new Spec(kind, random.nextInt(4), optional, children);
    }

    private Spec field(String path, int depth) {
        int kind = kinds.computeIfAbsent(path, ignored -> random.nextInt(depth < MAX_DEPTH ? LIST + 1 : RECORD));
        return spec(path, kind, depth, random.nextBoolean());
    }

    /** Adds, drops, widens, narrows, and changes whether null is allowed. */
    private Spec next(String path, Spec spec, int depth) {
        Map<String, Spec> children = new LinkedHashMap<>();
        spec.children()
                .forEach((name, child) ->
                        children.put(name, random.nextInt(3) == 0 ? next(path + "." + name, child, depth + 1) : child));
        if (spec.kind() == RECORD) {
            String name = NAMES.get(random.nextInt(NAMES.size()));
            if (children.containsKey(name) && children.size() > 1 && random.nextBoolean()) {
                children.remove(name);
            } else if (!children.containsKey(name)) {
                children.put(name, field(path + "." + name, depth + 1));
            }
        }
        return new Spec(
                spec.kind(), random.nextInt(4), depth > 0 && (spec.optional() || random.nextInt(4) == 0), children);
    }

    static Schema schema(Spec spec) {
        SchemaBuilder builder =
                switch (spec.kind()) {
                    case INTEGER ->
                        List.of(
                                        SchemaBuilder.int8(),
                                        SchemaBuilder.int16(),
                                        SchemaBuilder.int32(),
                                        SchemaBuilder.int64())
                                .get(spec.width());
                    case REAL -> spec.width() < 2 ? SchemaBuilder.float32() : SchemaBuilder.float64();
                    case DECIMAL ->
                        Decimal.builder(spec.width() % 2 == 0 ? 2 : 4)
                                .parameter("connect.decimal.precision", Integer.toString(PRECISIONS[spec.width()]));
                    case TEXT -> SchemaBuilder.string();
                    case LIST -> SchemaBuilder.array(schema(spec.children().get("element")));
                    default -> {
                        SchemaBuilder struct = SchemaBuilder.struct();
                        spec.children().forEach((name, child) -> struct.field(name, schema(child)));
                        yield struct;
                    }
                };
        return spec.optional() ? builder.optional().build() : builder.build();
    }

    @Nullable Object value(Spec spec, Schema schema) {
        if (spec.optional() && random.nextInt(4) == 0) {
            return null;
        }
        return switch (spec.kind()) {
            case INTEGER -> integer(spec.width());
            case REAL -> spec.width() < 2 ? (Object) random.nextFloat() : (Object) random.nextDouble();
            case DECIMAL -> {
                int scale = spec.width() % 2 == 0 ? 2 : 4;
                yield new BigDecimal(new BigInteger(3 * PRECISIONS[spec.width()], random).negate(), scale);
            }
            case TEXT -> "text " + random.nextInt(10);
            case LIST -> {
                List<@Nullable Object> items = new ArrayList<>();
                for (int i = random.nextInt(3); i > 0; i--) {
                    items.add(value(spec.children().get("element"), schema.valueSchema()));
                }
                yield items;
            }
            default -> {
                Struct struct = new Struct(schema);
                spec.children()
                        .forEach((name, child) ->
                                struct.put(name, value(child, schema.field(name).schema())));
                yield struct;
            }
        };
    }

    private Object integer(int width) {
        return switch (width) {
            case 0 -> (byte) random.nextInt();
            case 1 -> (short) random.nextInt();
            case 2 -> random.nextInt();
            default -> random.nextLong();
        };
    }
}
