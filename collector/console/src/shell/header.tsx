import { useAddress } from '../address/address.ts';
import { SignOutButton } from '../session/sign-out-button.tsx';
import { Brand } from './brand.tsx';
import { HeaderAsk } from './header-ask.tsx';
import { LiveMark } from './live-mark.tsx';
import { ShortcutsButton } from './shortcuts-dialog.tsx';
import { ThemeButton } from './theme-button.tsx';

const rooms = [
  { path: '/alerts', name: 'Alerts' },
  { path: '/ask', name: 'Ask' },
  { path: '/packages', name: 'Packages' },
  { path: '/machines', name: 'Machines' },
];

/** What stands above every page: the rooms, the question, and whether the console is live. */
export function Header() {
  const { path } = useAddress();
  return (
    <header class="header">
      <div class="header-inner">
        <Brand />
        <nav class="nav" aria-label="Console">
          <ul>
            {rooms.map((room) => (
              <li key={room.path}>
                <a href={room.path} aria-current={isIn(path, room.path) ? 'page' : undefined}>
                  {room.name}
                </a>
              </li>
            ))}
          </ul>
        </nav>
        {path !== '/ask' && <HeaderAsk />}
        <div class="header-tools">
          <LiveMark />
          <ShortcutsButton />
          <ThemeButton />
          <SignOutButton />
        </div>
      </div>
    </header>
  );
}

function isIn(path: string, room: string): boolean {
  return path === room || path.startsWith(`${room}/`) || (room === '/alerts' && path === '/');
}
