/** A login by host, and by port where one is written. A secret. */
export interface NetrcLogin {
  readonly machine: string;
  readonly user: string;
  readonly password: string;
}

/**
 * Reads a netrc file as go does (cmd/go/internal/auth/netrc.go), which other tools do otherwise: pairs of words on a
 * line, no quotes, no comments; a `default` is nobody's. Never throws.
 */
export function readNetrc(text: string): readonly NetrcLogin[] {
  const logins: NetrcLogin[] = [];
  let machine = '';
  let user = '';
  let password = '';
  let isInMacro = false;
  for (const line of text.split('\n')) {
    if (isInMacro) {
      isInMacro = line !== '';
      continue;
    }
    const words = line.split(/\s+/).filter(word => word !== '');
    for (let i = 0; i + 1 < words.length; i += 2) {
      const value = words[i + 1] ?? '';
      switch (words[i]) {
        case 'machine':
          [machine, user, password] = [value, '', ''];
          break;
        case 'login':
          user = value;
          break;
        case 'password':
          password = value;
          break;
        case 'macdef':
          isInMacro = true;
          break;
        default:
          break;
      }
      if (machine === '' || user === '' || password === '') continue;
      logins.push({ machine, user, password });
      [machine, user, password] = ['', '', ''];
    }
  }
  return logins;
}
