/*
 * The commands of the program. Each gets the arguments behind its name (argv[0] is the name) and
 * gives the exit code: 0 good, 1 findings of severity error, 2 wrong usage.
 */
#ifndef COMMANDS_COMMANDS_H
#define COMMANDS_COMMANDS_H

int command_archive(int argc, char **argv);
int command_build(int argc, char **argv);
int command_check(int argc, char **argv);
int command_diff(int argc, char **argv);
int command_feed(int argc, char **argv);
int command_history(int argc, char **argv);
int command_import(int argc, char **argv);
int command_init(int argc, char **argv);
int command_links(int argc, char **argv);
int command_new(int argc, char **argv);
int command_pull(int argc, char **argv);
int command_messages(int argc, char **argv);
int command_properties(int argc, char **argv);
int command_report(int argc, char **argv);
int command_rollback(int argc, char **argv);
int command_schema(int argc, char **argv);
int command_serve(int argc, char **argv);
int command_server(int argc, char **argv);

#endif
