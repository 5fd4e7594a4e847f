// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.jdbc.sql;

import dev.sluice.connect.jdbc.change.ColumnMapping;
import dev.sluice.connect.jdbc.change.RowGroup;
import dev.sluice.connect.jdbc.change.Shape;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.kafka.connect.data.Schema;

/**
 * A database that is written row by row, put together from what is its own: that is all that the class of such a database has to say.
 *
 * @param keyTypes see {@link Dialect#keyType}
 */
record RowDialect(
        RowNames names,
        RowTypes types,
        UnaryOperator<String> keyTypes,
        RowSql sql,
        Session session,
        Catalogue catalogue,
        Definitions definitions,
        Errors errors)
        implements Dialect {

    @Override
    public String storedName(String name) {
        return names.stored().apply(name);
    }

    @Override
    public String quoted(String name) {
        return names.quoted(name);
    }

    @Override
    public boolean ignoresCaseOfColumns() {
        return names.ignoresCase();
    }

    @Override
    public ColumnMapping mapping(Schema schema) {
        return types.mapping(schema);
    }

    @Override
    public String keyType(String columnType) {
        return keyTypes.apply(columnType);
    }

    @Override
    public String text(Object carried) {
        return RowText.of(carried);
    }

    @Override
    public Optional<WriteStatement> write(RowGroup.Action action, TableInfo table, Shape shape) {
        return sql.write(action, table, shape);
    }

    @Override
    public boolean tellsApart(TableColumn column, Object value) {
        return RowKeys.tellApart(column, value);
    }
}
