package io.millrace.sql.tree;

/** One entry of the parentheses of CREATE STREAM or CREATE TABLE. */
public sealed interface TableElement permits PhysicalColumn, ComputedColumn, MetadataColumn, PrimaryKey, Watermark {
    <R> R accept(TableElementVisitor<R> visitor);
}
