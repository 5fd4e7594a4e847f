// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.rotation;

/** Why a file was closed: the answer to "why so many small files?". */
public enum CloseCause {
    /** It holds {@code flush.size} records. */
    RECORDS,
    /** It holds about {@code rotate.size.bytes}. */
    SIZE,
    /** Its records would span {@code rotate.interval.ms}. */
    RECORD_TIME,
    /** A tick of {@code rotate.schedule.interval.ms} has passed. */
    SCHEDULE,
    /** It was open for {@code rotate.open.interval.ms}. */
    OPEN_TIME,
    /** It has taken in nothing for {@code rotate.idle.interval.ms}. */
    IDLE,
    /** The time that its directory stands for ended {@code rotate.window.grace.ms} ago. */
    WINDOW_END,
    /** The next record has another schema. */
    SCHEMA_CHANGE,
    /** The next record goes into another directory, and these directories follow the wall clock. */
    NEXT_DIRECTORY,
    /** More files than {@code partitioner.max.open.files} were open, and this one was not used for the longest time. */
    OPEN_FILES,
    /** The task held more than {@code buffer.memory.bytes}, and this file the most of it. */
    MEMORY,
    /** The task is being stopped, or its topic-partition goes to another task. */
    REVOKED
}
