// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms.cdc;

import java.util.List;

/**
 * What becomes a column of its own.
 *
 * @param structs whether nested structs are taken apart
 * @param maxDepth how many levels of them; 0 for all
 * @param include the only ones that are, with what is inside them and around them; empty for all
 * @param exclude those that are kept, with what is inside them
 * @param key whether the record's key is treated likewise
 * @param maxIndex the last element that becomes a column in {@link ArrayMode#INDEX}
 * @param stripDefaults whether columns lose the defaults of their schemas
 */
public record FlattenSettings(
        boolean structs,
        int maxDepth,
        List<FieldPath> include,
        List<FieldPath> exclude,
        boolean key,
        ArrayMode arrays,
        int maxIndex,
        MapMode maps,
        Naming naming,
        boolean stripDefaults) {
    /** Takes nothing apart. */
    public static final FlattenSettings NONE = new FlattenSettings(
            false,
            0,
            List.of(),
            List.of(),
            false,
            ArrayMode.KEEP,
            0,
            MapMode.KEEP,
            new Naming("_", NameCase.KEEP, NameRule.NONE, Collision.FAIL),
            false);

    public FlattenSettings {
        include = List.copyOf(include);
        exclude = List.copyOf(exclude);
    }

    /** @param way the names that lead to a struct, from the row on */
    boolean takesApart(List<String> way) {
        return structs
                && (maxDepth == 0 || way.size() <= maxDepth)
                && exclude.stream().noneMatch(path -> path.isOnTheWay(way))
                && (include.isEmpty() || include.stream().anyMatch(path -> path.isOnTheWay(way) || path.isInside(way)));
    }
}
