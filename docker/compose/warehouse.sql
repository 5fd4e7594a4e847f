-- SPDX-License-Identifier: Apache-2.0
-- Where the JDBC sink makes its tables.
CREATE DATABASE warehouse;
