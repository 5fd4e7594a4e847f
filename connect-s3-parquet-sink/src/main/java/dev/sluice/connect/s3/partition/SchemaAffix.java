// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.partition;

/** Whether directories tell the name of the value's schema, and where. */
public enum SchemaAffix {
    NONE,
    /** Outside those of the partitioner. */
    PREFIX,
    /** Inside them. */
    SUFFIX
}
