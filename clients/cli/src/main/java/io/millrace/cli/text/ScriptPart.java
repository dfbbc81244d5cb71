package io.millrace.cli.text;

/** What a script has: statements, and commands of the shell. */
public sealed interface ScriptPart permits SqlText, CommandText {}
