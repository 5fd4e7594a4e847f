// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms.cdc;

import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** The form in which a column goes on: its schema, and how values get there. */
record Converted(Schema schema, Conversion conversion) {
    /** As it is. */
    static Converted not(Schema source) {
        return new Converted(source, Conversion.NONE);
    }

    static Converted of(Schema source, SchemaBuilder target, Conversion conversion) {
        return of(source, false, target, conversion);
    }

    /**
     * Takes over from the source's schema whether null is a value, its doc, and its default in the new form, if it has one there.
     *
     * @param nullable whether null becomes a value, if it was none
     * @param target a builder that has its type and name
     */
    static Converted of(Schema source, boolean nullable, SchemaBuilder target, Conversion conversion) {
        target.doc(source.doc());
        if (nullable || source.isOptional()) {
            target.optional();
        }
        Conversion guarded = guarded(conversion);
        Object defaultValue = source.defaultValue() == null ? null : orNull(guarded, source.defaultValue());
        if (defaultValue != null) {
            target.defaultValue(defaultValue);
        }
        return new Converted(target.build(), guarded);
    }

    private static Conversion guarded(Conversion conversion) {
        return value -> {
            try {
                return conversion.convert(value);
            } catch (DataException e) {
                throw e;
            } catch (RuntimeException e) {
                // Values break converters in more ways than can be listed, and the cause's message may quote them.
                throw new DataException(
                        "a value cannot be converted (" + e.getClass().getSimpleName() + ")");
            }
        };
    }

    /** A default in its new form; null where it has none, which must not refuse rows that have values of their own. */
    static @Nullable Object orNull(Conversion conversion, Object defaultValue) {
        try {
            return conversion.convert(defaultValue);
        } catch (DataException e) {
            return null;
        }
    }
}
