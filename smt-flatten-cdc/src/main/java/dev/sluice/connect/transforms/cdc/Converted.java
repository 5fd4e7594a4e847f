// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms.cdc;

import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.errors.DataException;

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
     * Takes over from the source's schema whether null is a value, its doc, and its default in the new form.
     *
     * @param nullable whether null becomes a value, if it was none
     * @param target a builder that has its type and name
     */
    static Converted of(Schema source, boolean nullable, SchemaBuilder target, Conversion conversion) {
        target.doc(source.doc());
        if (nullable || source.isOptional()) {
            target.optional();
        }
        Object defaultValue = source.defaultValue() == null ? null : conversion.convert(source.defaultValue());
        if (defaultValue != null) {
            target.defaultValue(defaultValue);
        }
        return new Converted(target.build(), value -> {
            try {
                return conversion.convert(value);
            } catch (DataException e) {
                throw e;
            } catch (RuntimeException e) {
                // Values break converters in more ways than can be listed, and the cause's message may quote them.
                throw new DataException(
                        "a value cannot be converted (" + e.getClass().getSimpleName() + ")");
            }
        });
    }
}
