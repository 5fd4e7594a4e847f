// SPDX-License-Identifier: Apache-2.0
/** The main job on one machine: a shop in PostgreSQL, carried by real connectors into Parquet and into a warehouse, and checked. */
@NullMarked
package dev.sluice.devstack.quickstart;

import org.jspecify.annotations.NullMarked;
