/** What a process's application is called: the hook says "-c" and "-" where there is no script. */
export function applicationName(application: string): string {
  if (application === '') return 'not known';
  if (application === '-c') return '-c (code on the command line)';
  if (application === '-') return '- (code from standard input)';
  return application;
}
