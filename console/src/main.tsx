import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import './look.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { showColorScheme } from './color-scheme.ts';
import { startI18n } from './i18n/i18n.ts';
import { App } from './app.tsx';

showColorScheme();
const root = document.getElementById('root');
if (!root) throw new Error('The page has no place for the console');
void startI18n().then(() =>
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  ),
);
