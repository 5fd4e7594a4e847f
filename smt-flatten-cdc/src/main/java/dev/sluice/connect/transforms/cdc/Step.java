// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.transforms.cdc;

import java.util.List;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** One step on the way to a nested value. */
sealed interface Step {
    @Nullable Object from(Object value);

    /** What columns behind it are called after. */
    String name();

    record Member(Field field) implements Step {
        @Override
        public @Nullable Object from(Object value) {
            return ((Struct) value).get(field);
        }

        @Override
        public String name() {
            return field.name();
        }
    }

    /** @param last whether no element after it becomes a column */
    record Element(int index, boolean last) implements Step {
        @Override
        public @Nullable Object from(Object value) {
            List<?> list = (List<?>) value;
            if (last) {
                requireRoom(list, index);
            }
            return index < list.size() ? list.get(index) : null;
        }

        @Override
        public String name() {
            return String.valueOf(index);
        }

        /** @throws DataException rather than losing the elements for which there is no column */
        static void requireRoom(List<?> list, int maxIndex) {
            if (list.size() > maxIndex + 1) {
                throw new DataException("an array has " + list.size() + " elements, and array.max.index=" + maxIndex
                        + " makes columns of fewer. Raise it, or set array.mode to keep or json");
            }
        }
    }

    static List<Step> members(List<Field> fields) {
        return fields.stream().<Step>map(Member::new).toList();
    }
}
